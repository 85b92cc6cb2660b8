package io.vmgather.launcher;

import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What a command line asks for, as far as the virtual machine is concerned. */
enum Work {
  /** A question or a short look: done in the process that was started. */
  SHORT,
  EXPORT,
  IMPORT,
  SERVER;

  /** The command that serves the importer. */
  static final String IMPORTER = "importer";

  private static final Set<String> ONESHOT =
      Set.of("-oneshot", "--oneshot", "-oneshot=true", "--oneshot=true");
  private static final Set<String> QUESTIONS = Set.of("-h", "--help", "-V", "--version");

  static Work of(String[] args) {
    List<String> words = List.of(args);
    if (!Collections.disjoint(words, QUESTIONS)) {
      return SHORT;
    }
    String first = args.length == 0 ? "" : args[0];
    return switch (first) {
      case "export" -> EXPORT;
      case "import" -> IMPORT;
      case "", IMPORTER -> SERVER;
      default -> {
        if (!Collections.disjoint(words, ONESHOT)) {
          yield EXPORT;
        }
        yield ServerOption.is(optionName(first)) ? SERVER : SHORT;
      }
    };
  }

  private static String optionName(String word) {
    int start = word.startsWith("--") ? 2 : word.startsWith("-") ? 1 : word.length();
    int end = word.indexOf('=');
    return word.substring(start, end < start ? word.length() : end);
  }
}
