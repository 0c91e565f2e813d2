"""Tools for the demo, tests and benchmarks: a real Apache Kafka node from packages, and feeds to play through it.

Nothing in the program imports this room, only the command line and the tests do; production installs none of what it
needs (the extra `copytaster[kafka]`).
"""
