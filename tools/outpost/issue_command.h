// outpost issue, queue release and print: the commands that make pages.
#pragma once

#include "firmware-app/station/issuer_setup.h"
#include "tools/outpost/arguments.h"

namespace outpost::tools {

/// Exit 0 every item issued or a duplicate, 1 some are not, 2 usage, 3 environment.
int run_issue(const IssueArguments& arguments, const station::IssuePorts& ports,
              const station::Console& console);

/// Issues what the operator releases. Exit as run_issue.
int run_queue_release(const QueueReleaseArguments& arguments, const station::IssuePorts& ports,
                      const station::Console& console);

/// A counted reprint. Exit 0 the page is printed or waits, 1 it is not, 2 no such certificate, 3.
int run_print(const PrintArguments& arguments, const station::IssuePorts& ports,
              const station::Console& console);

}  // namespace outpost::tools
