"""Has the Azure CLI's own parser read commands, without running them.

Standard input has one JSON list of arguments a line. A command that the parser refuses ends this with the
parser's message.
"""

import json
import sys

from azure.cli.core import get_default_cli
from azure.cli.core.commands import AzCliCommandInvoker


class Parsed(BaseException):
    pass


def stop(self, *_, **__):
    raise Parsed


# What runs the command once it has been parsed.
AzCliCommandInvoker._run_jobs_serially = stop
AzCliCommandInvoker._run_jobs_concurrently = stop

cli = get_default_cli()
for line in sys.stdin:
    arguments = json.loads(line)
    try:
        code = cli.invoke(arguments)
    except Parsed:
        code = None
    except SystemExit as end:
        code = end.code
    if code is not None:
        sys.exit(f"refused ({code}): {arguments}")
    print("parsed", " ".join(arguments[:4]))
