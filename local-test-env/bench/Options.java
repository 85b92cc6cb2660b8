import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Options of a benchmark, each a name and a value; what stands behind -- is for what is timed. */
final class Options {
  private Options() {}

  /**
   * Hands each option's value to who takes it.
   *
   * @param flags options without a value
   * @param behind takes the words behind --, if that is there
   * @return false when the help was shown instead
   */
  static boolean read(
      List<String> words,
      String help,
      Map<String, Runnable> flags,
      Map<String, Consumer<String>> options,
      Consumer<List<String>> behind) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        behind.accept(words.subList(i + 1, words.size()));
        return true;
      }
      if (flags.containsKey(word)) {
        flags.get(word).run();
      } else if (options.containsKey(word) && i + 1 < words.size()) {
        options.get(word).accept(words.get(++i));
      } else {
        System.out.print(help);
        return false;
      }
    }
    return true;
  }
}
