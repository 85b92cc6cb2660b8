package io.vmgather.importer.read;

/** Whether bytes may be the beginning of lines of metrics. */
final class ExpectedStart {
  private ExpectedStart() {}

  /** Blank lines and a byte order mark aside, an object begins. */
  static boolean ofLines(byte[] start) {
    int at = 0;
    if (start.length > 2 && (start[0] & 0xff) == 0xEF && (start[1] & 0xff) == 0xBB) {
      at = 3;
    }
    while (at < start.length && start[at] <= ' ' && start[at] > 0) {
      at++;
    }
    return at < start.length && start[at] == '{';
  }

  /** Whether the beginning of a file names what each line of metrics has. */
  static boolean namesMetric(byte[] start) {
    String text = new String(start, java.nio.charset.StandardCharsets.ISO_8859_1);
    return ofLines(start) && text.contains("\"metric\"");
  }
}
