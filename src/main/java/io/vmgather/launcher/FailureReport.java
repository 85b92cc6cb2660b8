package io.vmgather.launcher;

import io.vmgather.common.GatherException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What a person reads when something failed. */
final class FailureReport {
  private FailureReport() {}

  /** Returns the exit code that goes with it. */
  static int print(Exception failure, PrintWriter err) {
    if (!(failure instanceof GatherException known)) {
      err.println("error: " + defect(failure));
      err.println("  try:   Report this with the command you ran and these lines.");
      err.flush();
      return ExitCode.FAILED;
    }
    err.println("error: " + known.getMessage());
    known.field().ifPresent(field -> err.println("  field: " + field));
    known.hint().ifPresent(hint -> err.println("  try:   " + hint));
    err.flush();
    return ExitCode.of(known.code());
  }

  /** What and where, without the message: it may hold what was given as a secret. */
  private static String defect(Throwable failure) {
    String places =
        Arrays.stream(failure.getStackTrace())
            .filter(place -> place.getClassName().startsWith("io.vmgather."))
            .limit(3)
            .map(StackTraceElement::toString)
            .collect(Collectors.joining(", "));
    return "a defect of this program: " + failure.getClass().getName() + " at " + places;
  }
}
