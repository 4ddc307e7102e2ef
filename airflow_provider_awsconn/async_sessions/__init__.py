"""Sessions and clients for event loops: by aiobotocore, with the settings and credentials of ``sessions``.

What takes time is done in threads, and the loop only waits for it. Imports aiobotocore, the optional extra ``async``.
"""
