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

  private static final Set<String> EXPORTS =
      Set.of("export", "-oneshot", "--oneshot", "-oneshot=true", "--oneshot=true");
  private static final Set<String> QUESTIONS = Set.of("-h", "--help", "-V", "--version");

  static Work of(String[] args) {
    List<String> words = List.of(args);
    if (!Collections.disjoint(words, QUESTIONS)) {
      return SHORT;
    }
    if (!Collections.disjoint(words, EXPORTS)) {
      return EXPORT;
    }
    if (args.length > 0 && args[0].equals("import")) {
      return IMPORT;
    }
    boolean serves =
        args.length == 0 || args[0].equals(IMPORTER) || ServerOption.is(optionName(args[0]));
    return serves ? SERVER : SHORT;
  }

  private static String optionName(String word) {
    int start = word.startsWith("--") ? 2 : word.startsWith("-") ? 1 : word.length();
    int end = word.indexOf('=');
    return word.substring(start, end < start ? word.length() : end);
  }
}
