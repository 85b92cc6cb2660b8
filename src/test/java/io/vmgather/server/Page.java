package io.vmgather.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The commands that a page of {@code deploy/} tells its reader to run. */
record Page(Path file) {
  private static final Pattern BLOCK =
      Pattern.compile("^ *```sh\\n(.*?)^ *```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** Its blocks of shell commands, in order. */
  List<String> commands() throws IOException {
    return BLOCK
        .matcher(Files.readString(file))
        .results()
        .map(found -> found.group(1).stripIndent())
        .toList();
  }
}
