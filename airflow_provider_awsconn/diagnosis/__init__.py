"""Why a request failed, and what to do about it: one table of causes, for error hints and for the connection test."""
