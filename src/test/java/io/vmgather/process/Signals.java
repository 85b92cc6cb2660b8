package io.vmgather.process;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Signals to processes, as a terminal or a supervisor sends them. */
final class Signals {
  private Signals() {}

  /**
   * To all at once: the end of one may end another.
   *
   * @param name without SIG, such as INT
   * @return 0 when each was there to hear it, else 1
   */
  static int send(String name, List<ProcessHandle> to) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    to.forEach(process -> command.add(Long.toString(process.pid())));
    try {
      return new ProcessBuilder(command).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
