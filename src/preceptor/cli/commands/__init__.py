"""One module a command: EXAMPLES, add_arguments(parser), run(options) -> exit code.

The line of help stands here, so that only the command that is run is imported: a call that
needs no database must not wait for one to load.
"""

HELP: dict[str, str] = {
    "advise": "Read a resume and print nearest roles, ranked jobs with reasons, and the gap.",
    "price": "Read a posting and print the role it is, the price of each line, a shortlist.",
    "doors": "Name the competency that would open most jobs around a place, for a program.",
    "read": "Print the facts found in resumes or postings, with the words each came from.",
    "fit": "Rank resumes for one posting, best first, with the state of each line.",
    "roles": "Tell the twelve health-IT roles apart.",
    "evaluate": "Score reading and ranking on labelled texts, beside baselines in the same run.",
    "demo": "Build the demo world: invented people, organizations and jobs of one region.",
    "serve": "Serve the portal; an empty database is filled with the demo world first.",
    "worker": "Do background work: send mail, run jobs and what falls due, match at night.",
    "match-all": "Match everybody with every open job, both ways, into stored lists and alerts.",
    "lists": "Print what the last night found for a job or a person, as it holds now.",
    "snapshot": "Build the snapshot that every answer comes from, or check those that are kept.",
    "index": "Check or rebuild the words by which jobs and people are found.",
    "recompute": "Compute the answer that a stamp stands under again, and compare.",
    "audit": "Check that the log is as it was written, or print what it says about something.",
    "steward": "Say who runs the installation; open an account that was locked.",
    "check-vocabulary": "Check the vocabulary: orphans, alias collisions, cycles, sources.",
}

# These work on the database: Django is set up before they are imported. The server sets it up by
# itself, after it has started what may start meanwhile.
NEED_DATABASE = frozenset(
    {
        "advise",
        "audit",
        "price",
        "demo",
        "doors",
        "index",
        "lists",
        "match-all",
        "recompute",
        "snapshot",
        "steward",
        "worker",
    }
)

# These go on, or handle more than fits at once.
RUN_LONG = frozenset(
    {"demo", "evaluate", "index", "match-all", "read", "serve", "snapshot", "worker"}
)


def module_of(command: str) -> str:
    """Return the module that runs a command."""
    return f"preceptor.cli.commands.{command.replace('-', '_')}"
