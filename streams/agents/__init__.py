"""The agents: the only room that knows Kafka. Faust runs them, aiokafka moves the records.

    source.py   what a role needs: a consumer, a place in a group, batches handed to an agent, transactions out
    intake.py   wire.raw -> wire.items: reads what came; stateless, one transactional producer an input partition
    taster.py   wire.items -> everything else: folds the log; its state and position live in wire.state
    step.py     a batch of records and what becomes of it; the one guard that sets a bad record aside
    transport.py  aiokafka's clients as the settings want them, and the few places that lean on its inside

As it comes Faust repeats items after a crash, loses one whose agent raises, and carries an item at a twentieth of
aiokafka's rate; docs/decisions/0002-faust-without-its-consumer.md has the figures.
"""
