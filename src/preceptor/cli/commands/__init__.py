"""One module a command: HELP, EXAMPLES, add_arguments(parser), run(options) -> exit code."""

from types import ModuleType

from preceptor.cli.commands import (
    advise,
    check_vocabulary,
    demo,
    evaluate,
    fit,
    price,
    read,
    roles,
    serve,
    worker,
)

COMMANDS: dict[str, ModuleType] = {
    "advise": advise,
    "price": price,
    "read": read,
    "fit": fit,
    "roles": roles,
    "evaluate": evaluate,
    "demo": demo,
    "serve": serve,
    "worker": worker,
    "check-vocabulary": check_vocabulary,
}
