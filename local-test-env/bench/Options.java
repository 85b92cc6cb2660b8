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
   * @return the words behind --; null when the help was shown instead
   */
  static List<String> read(
      List<String> words,
      String help,
      Map<String, Runnable> flags,
      Map<String, Consumer<String>> options) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        return words.subList(i + 1, words.size());
      }
      if (flags.containsKey(word)) {
        flags.get(word).run();
      } else if (options.containsKey(word) && i + 1 < words.size()) {
        options.get(word).accept(words.get(++i));
      } else {
        System.out.print(help);
        return null;
      }
    }
    return List.of();
  }
}
