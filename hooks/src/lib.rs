//! Everything that a shell or git runs: arguments, commands, hooks, git sources, reports.
