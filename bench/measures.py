"""What is measured, of whom, and how its figures read: the tables that every other module goes by.

Imports nothing but the standard library and ``samples``, and runs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from bench.samples import AIOBOTOCORE, BOTO3, ONE_SESSION, OURS, STOCK

# What a table stands for, however many of them a slow contender makes.
HOOKS = 200
# The stock hook and a boto3 Session for each take minutes and gigabytes for all of them.
FEWER_HOOKS = 25
FEWER_CALLS = 25
# It waits for STS on the event loop, for one client after the other.
FEWER_AT_ONCE = 20

NAMES = {
    OURS: "this hook",
    STOCK: "stock hook",
    BOTO3: "bare boto3",
    ONE_SESSION: "one boto3 session",
    AIOBOTOCORE: "one aiobotocore session",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A contender's part in a measure.

    Attributes:
        contender: as the samples have it.
        count: how many hooks, or calls, one process makes; None where the measure is of one.
        is_slow: whether it takes part in every third round only.
    """

    contender: str
    count: int | None = None
    is_slow: bool = False


@dataclass(frozen=True, slots=True)
class Sts:
    """How STS answers AssumeRole.

    Attributes:
        lifetime_seconds: after which credentials have to be renewed.
        latency_seconds: after which it answers.
    """

    lifetime_seconds: float = 3600
    latency_seconds: float = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """Something one process measures of itself.

    Attributes:
        name: as the script knows it.
        script: its file in this folder.
        parts: who takes part.
        sts: of the server that is asked; None where no request is sent.
    """

    name: str
    script: str
    parts: tuple[Part, ...]
    sts: Sts | None = None

    def find_count(self, contender: str) -> int | None:
        """Give how many hooks or calls a contender makes; None where the measure is of one."""
        return next(part.count for part in self.parts if part.contender == contender)


_ONCE = (Part(OURS), Part(STOCK), Part(BOTO3))
_SLOW = (Part(STOCK, FEWER_HOOKS, is_slow=True), Part(BOTO3, FEWER_HOOKS, is_slow=True))

MEASURES = (
    Measure("import", "samples.py", _ONCE),
    Measure("client", "samples.py", _ONCE),
    Measure("task", "samples.py", _ONCE),
    Measure("same", "hook_samples.py", (Part(OURS, HOOKS), *_SLOW)),
    Measure("different", "hook_samples.py", (Part(OURS, HOOKS), *_SLOW, Part(ONE_SESSION, HOOKS))),
    Measure(
        "again",
        "hook_samples.py",
        (Part(OURS, HOOKS), Part(STOCK, FEWER_CALLS, is_slow=True), Part(ONE_SESSION, HOOKS)),
    ),
    Measure("discovery", "samples.py", (Part(OURS), Part(STOCK))),
    Measure("async_client", "samples.py", (Part(OURS), Part(STOCK), Part(AIOBOTOCORE))),
    Measure(
        "async_role",
        "async_samples.py",
        (Part(OURS, HOOKS), Part(STOCK, FEWER_HOOKS, is_slow=True), Part(AIOBOTOCORE, HOOKS)),
        Sts(),
    ),
    Measure(
        "async_loop",
        "async_samples.py",
        (Part(OURS, HOOKS), Part(STOCK, FEWER_AT_ONCE, is_slow=True), Part(AIOBOTOCORE, HOOKS)),
        Sts(lifetime_seconds=6, latency_seconds=1.5),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of a measure, as the tables have it.

    Attributes:
        measure: the measure's name.
        value: the figure's name among the values of its samples.
        title: what it is and in which unit, for people.
        has_ratio: whether ours is worth comparing with the others'; a count or a ratio is not.
        is_said: whether the page in docs/ has it too, beside the terminal.
        is_of_one: whether it is of one hook, however many are made.
    """

    measure: str
    value: str
    title: str
    has_ratio: bool = True
    is_said: bool = True
    is_of_one: bool = False


_MORE = HOOKS - 1

ROWS = (
    Row("import", "cpu_ms", "import of the hook: CPU ms"),
    Row("import", "new_modules", "import of the hook: new modules", has_ratio=False),
    Row("client", "cpu_ms", "import and first S3 client: CPU ms"),
    Row("task", "cpu_ms", "the same once Airflow has fetched a connection, as in a task: CPU ms"),
    Row("client", "wall_ms", "import and first S3 client: wall ms", is_said=False),
    Row("client", "new_modules", "import and first S3 client: new modules", has_ratio=False),
    Row("same", "first_ms", "one connection, the first hook and S3 client: CPU ms", is_of_one=True),
    Row("same", "further_ms", f"one connection, {_MORE} hooks and S3 clients more: CPU ms"),
    Row("same", "all_ms", f"one connection, all {HOOKS}: CPU ms"),
    Row("same", "times_first", f"one connection, all {HOOKS}: CPU, times the first's", has_ratio=False),
    Row("same", "fetch_ms", f"one connection, fetched {HOOKS} times by Airflow alone: CPU ms", has_ratio=False),
    Row(
        "same",
        "times_first_without_fetch",
        f"one connection, all {HOOKS} without Airflow's fetches: CPU, times the first's",
        has_ratio=False,
    ),
    Row("same", "first_mib", "one connection, the first hook and S3 client: MiB", is_of_one=True),
    Row("same", "further_mib", f"one connection, {_MORE} hooks and S3 clients more: MiB", has_ratio=False),
    Row("same", "all_mib", f"one connection, all {HOOKS}: MiB"),
    Row("different", "mean_ms", f"{HOOKS} connections, each hook and S3 client: CPU ms, mean"),
    Row("different", "median_ms", f"{HOOKS} connections, each hook and S3 client: CPU ms, median"),
    Row(
        "different",
        "fetch_ms",
        f"{HOOKS} connections, each fetched by Airflow for the first time: CPU ms, mean",
        has_ratio=False,
    ),
    Row("different", "kib", f"{HOOKS} connections, each hook and S3 client: KiB"),
    Row("again", "call_us", "hook and S3 client again: µs"),
    Row("again", "fetch_us", "the connection fetched by Airflow alone: µs", has_ratio=False),
    Row("again", "beyond_us", "hook and S3 client again, beyond that fetch: µs"),
    Row("discovery", "call_us", "`get_provider_info()`, warm: µs"),
    Row("discovery", "new_modules", "loading `get_provider_info` in a bare Python: modules", has_ratio=False),
)


_AT_ONCE = f"{HOOKS} async clients of one role at once"

ASYNC_ROWS = (
    Row("async_client", "cpu_ms", "import and first async S3 client: CPU ms"),
    Row("async_client", "wall_ms", "import and first async S3 client: wall ms", is_said=False),
    Row("async_client", "new_modules", "import and first async S3 client: new modules", has_ratio=False),
    Row("async_role", "first_ms", "one role, the first async S3 client: CPU ms", is_of_one=True),
    Row("async_role", "first_wall_ms", "one role, the first async S3 client: wall ms", is_of_one=True),
    Row("async_role", "first_mib", "one role, the first async S3 client: MiB", is_of_one=True),
    Row("async_role", "each_ms", "one role, each further async S3 client: CPU ms, mean"),
    Row("async_role", "each_wall_ms", "one role, each further async S3 client: wall ms, median"),
    Row("async_role", "each_mib", "one role, each further async S3 client: MiB"),
    Row("async_role", "each_objects", "one role, each further async S3 client: objects the garbage collector walks"),
    Row("async_role", "sts_calls", f"one role, {HOOKS} async S3 clients: STS calls", has_ratio=False),
    Row("async_loop", "longest_ms", f"{_AT_ONCE}, longest stall but for garbage collection: ms"),
    Row("async_loop", "longest_with_gc_ms", f"{_AT_ONCE}, longest stall: ms"),
    Row("async_loop", "open_seconds", f"{_AT_ONCE}, until all have their first answer: s", has_ratio=False),
    Row("async_loop", "cpu_seconds", f"{_AT_ONCE}, opened, used twice and closed: CPU s", has_ratio=False),
)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that stand in one table.

    Attributes:
        title: what they are of, for people; empty for the first.
        rows: in their order.
        references: the contenders that ours is compared with.
    """

    title: str
    rows: tuple[Row, ...]
    references: tuple[str, ...]

    @property
    def contenders(self) -> tuple[str, ...]:
        """Who has a column."""
        return (OURS, *self.references)


SECTIONS = (
    Section("", ROWS, (STOCK, BOTO3, ONE_SESSION)),
    Section("Async clients", ASYNC_ROWS, (STOCK, AIOBOTOCORE)),
)


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure of ours, or its ratio, is to come to.

    Attributes:
        measure: the measure's name.
        value: the figure's name.
        reference: the contender it is divided by; None for the figure itself.
        title: what is to be, for people.
        limit: how much is enough.
        is_below: whether the limit itself is too much.
    """

    measure: str
    value: str
    reference: str | None
    title: str
    limit: float
    is_below: bool = False

    def is_met(self, median: float) -> bool:
        """Tell whether a median is good enough."""
        return median < self.limit if self.is_below else median <= self.limit


GOALS = (
    Goal("import", "cpu_ms", None, "import of the hook: CPU ms", 5),
    Goal("import", "new_modules", None, "import of the hook: new modules", 10, is_below=True),
    Goal("client", "cpu_ms", BOTO3, "import and first S3 client: CPU, times bare boto3's", 0.9),
    Goal("task", "cpu_ms", BOTO3, "the same once Airflow has fetched a connection, as in a task", 0.9),
    Goal("same", "times_first", None, f"{HOOKS} hooks, one connection: CPU, times the first's", 1.2),
    Goal(
        "same",
        "times_first_without_fetch",
        None,
        f"{HOOKS} hooks, one connection, without Airflow's fetches: CPU, times the first's",
        1.2,
    ),
    Goal("same", "further_mib", None, f"{HOOKS} hooks, one connection: MiB beyond the first", 1, is_below=True),
    Goal("different", "mean_ms", ONE_SESSION, f"{HOOKS} connections: mean CPU, times one boto3 session's", 1.1),
    Goal("different", "mean_ms", ONE_SESSION, "the same, below one boto3 session's", 1, is_below=True),
    Goal("different", "kib", ONE_SESSION, f"{HOOKS} connections: memory, times one boto3 session's", 1.1),
    Goal("again", "beyond_us", None, "hook and client again: µs beyond Airflow's fetch", 50),
    Goal("discovery", "call_us", None, "`get_provider_info()`, warm: µs", 1000),
    Goal("async_role", "each_mib", None, "each further async client of a role: MiB", 0.5),
    Goal("async_role", "sts_calls", None, f"{HOOKS} async clients of one role: STS calls", 1),
    Goal("async_loop", "longest_ms", None, f"{_AT_ONCE}: longest stall but for garbage collection, ms", 50),
    Goal("async_loop", "longest_ms", None, "the same, where possible", 20),
)
