"""A hundred faults on a running wire: is every item there exactly once, and how long is the silence after each?

    python -m bench.faults [WIRE.jsonl.gz] [--phases mixed full nodes] [--seed N] [--rate 100] [--json FILE]

mixed: one broker, three workers; kills, pauses beyond the session timeout, a pause at each stage of take-over and
transaction, brokers killed and restarted. full: the taster's owner killed with 75,000 items in the window. nodes: three
brokers, replication 3, one killed at a time. The reference consumer runs beside them and is killed, too. Ends with 1
where a promise was broken. About 25 minutes; runs in the background; tests/agents/faults.py is what it runs.
"""

import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from streams.dev import play
from streams.dev.kafka import Cluster, Node
from tests.agents.faults import FULL_PLAN, NODES_PLAN, Report, Run, invented_wire, mixed_plan

IN_WINDOW = 75_000
PHASES = ("mixed", "full", "nodes")


async def run_phase(phase: str, wire: list[play.Row], given: argparse.Namespace, folder: Path) -> Report:
    """`folder` is there and empty."""
    plan = {"mixed": mixed_plan(given.seed), "full": FULL_PLAN, "nodes": NODES_PLAN}[phase][: given.faults]
    with Cluster.start(folder / "kafka") if phase == "nodes" else Node.start(folder / "kafka") as kafka:
        brokers = list(kafka.nodes) if isinstance(kafka, Cluster) else [kafka]
        options = {"seed": given.seed, "rate": given.rate, "replication": len(brokers)}
        async with Run(phase, kafka.bootstrap, brokers, wire, folder, **options) as run:
            before = given.window if phase == "full" else 0
            return await run.through(plan, lambda line: print(f"  {phase} {line}", flush=True), before)


def show(report: Report) -> None:
    table = Table(title=f"{report.phase}: {len(report.struck)} faults, {report.seconds:,.0f} s", title_justify="left")
    for column in ("fault", "n", "next event p50", "max", "broker away p50", "slowest item p50", "max"):
        table.add_column(column, justify="left" if column == "fault" else "right")
    for kind, row in report.times().items():
        table.add_row(kind, *(f"{value:.2f}" if isinstance(value, float) else str(value) for value in row.values()))
    console = Console()
    console.print(table)
    owners, flying = sum(each.owner for each in report.struck), sum(each.in_flight > 0 for each in report.struck)
    moved = [each.moved for each in report.struck if each.moved is not None]
    console.print(f"at the taster's owner {owners}, with an item appended and not yet committed {flying}")
    console.print(f"paused workers whose role had moved before they woke {sum(moved)} of {len(moved)}")
    console.print(report.counts)
    console.print("\n".join(report.wrong) or "nothing lost, nothing twice, outputs and state equal to one fold")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wire", type=Path, nargs="?", help="a stored wire; without one, invented texts")
    parser.add_argument("--phases", nargs="+", choices=PHASES, default=list(PHASES))
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    parser.add_argument("--rate", type=float, default=100, help="items a second")
    parser.add_argument("--window", type=int, default=IN_WINDOW, help="items in the window of the phase full")
    parser.add_argument("--faults", type=int, help="no more than so many a phase")
    parser.add_argument("--json", type=Path, help="where the report goes")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    wire = list(play.rows(given.wire)) if given.wire else invented_wire(given.seed)
    start, reports = time.monotonic(), []
    for phase in given.phases:
        folder = Path(tempfile.mkdtemp(prefix=f"copytaster-faults-{phase}-"))
        try:
            reports.append(asyncio.run(run_phase(phase, wire, given, folder)))
        except BaseException:
            print(f"logs of the brokers and workers are in {folder}", flush=True)
            raise
        show(reports[-1])
        if not reports[-1].wrong:
            shutil.rmtree(folder)
        if given.json:
            given.json.write_text(json.dumps([report.plain() for report in reports], indent=1))
    struck = [each for report in reports for each in report.struck]
    print(f"{len(struck)} faults in {(time.monotonic() - start) / 60:.1f} minutes, seed {given.seed}")
    return any(report.wrong for report in reports)


if __name__ == "__main__":
    sys.exit(main())
