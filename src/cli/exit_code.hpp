#pragma once

namespace swarmcast::cli {

/// What the program tells the shell.
enum ExitCode : int {
  exit_answered = 0,       ///< also when the reader of standard output stopped early
  exit_no_answer = 1,      ///< the question was understood, and the answer is no
  exit_refused = 2,        ///< usage, input or write error; standard output is empty, or ends where the error was met
  exit_alert = 10,         ///< what watch was to wait for has come
  exit_interrupted = 130,  ///< by Ctrl-C: what was under way has been finished and written
};

}  // namespace swarmcast::cli
