package io.vmgather.exporter.obfuscate;

import io.vmgather.exporter.obfuscate.OriginalStore.Ending;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Looks for originals in written values. It shares the dictionary and the meaning of a word with
 * the {@link Hunter}, but not its way of finding: words are cut first, and addresses are found by
 * {@link ShownAddresses}. Whoever calls it holds the dictionary's lock.
 */
final class LeakSearch {
  private static final int DEEPEST = 3;
  private static final String LEAK = "leak";
  private static final Pattern ANY_HOST_TOKEN =
      Pattern.compile("777\\.777\\.\\d+\\.\\d{1,3}(?!\\d)");
  private final Dictionary dictionary;
  private final OriginalStore originals;
  private final BitSet wanted;
  private final LongSet written = new LongSet();
  private final ValueMemo memo = new ValueMemo();

  LeakSearch(Dictionary dictionary, BitSet wanted) {
    this.dictionary = dictionary;
    this.originals = dictionary.originals();
    this.wanted = wanted;
  }

  /** The hashes of the words that were written. */
  LongSet words() {
    return written;
  }

  /** Whether the value, or what stands behind its escapes, holds an original or an address. */
  boolean givesAway(String value) {
    return memo.get(value, dictionary.size(), v -> search(v) ? LEAK : "").equals(LEAK);
  }

  private boolean search(String value) {
    boolean found = false;
    Set<String> views = views(value);
    for (String view : views) {
      found |= holdsOriginal(view);
      found |= holdsDisguised(view);
    }
    return found || (wanted.get(Dictionary.HOST) && showsAddress(value, views));
  }

  private boolean showsAddress(String value, Set<String> views) {
    String rest = withoutTokens(value);
    Set<String> shown = rest.equals(value) ? views : views(rest);
    return shown.stream().anyMatch(ShownAddresses::in);
  }

  /**
   * A token is no address, but its number could pass for the start of one; and behind a percent
   * sign it is no escape.
   */
  private String withoutTokens(String value) {
    String text = ShownAddresses.withoutTokens(value);
    StringBuilder rest = new StringBuilder(text.length());
    int copied = 0;
    for (int start = Words.next(text, 0); start < text.length(); ) {
      int end = Words.runEnd(text, start);
      int last = Words.dropEdges(text, start, end);
      if (last > start && dictionary.issued(text.substring(start, last))) {
        rest.append(text, copied, start).append('x');
        copied = last;
      }
      start = Words.next(text, end);
    }
    return rest.append(text, copied, text.length()).toString();
  }

  private static Set<String> views(String value) {
    Set<String> views = new LinkedHashSet<>();
    collectViews(value, views, DEEPEST);
    return views;
  }

  /** Whether this original may stand in one of the values that were searched. */
  boolean mayHaveBeenWritten(int id) {
    if (!wanted.get(originals.kind(id))) {
      return false;
    }
    String text = originals.text(id);
    if (originals.beforePort(id)) {
      return written.contains(beforePort(text, 0, text.length()));
    }
    if (!originals.hunted(id)) {
      return false;
    }
    // An address stands among the words when it was met in disguise.
    if (written.contains(trimmedHash(text, 0, text.length()))) {
      return true;
    }
    // Whoever hides hosts hides every address that shows itself, known or not.
    boolean shownAddress = originals.kind(id) == Dictionary.HOST && isAddress(text);
    return originals.phrase(id) && !shownAddress && allWordsWritten(text);
  }

  private boolean allWordsWritten(String phrase) {
    for (int start = Words.next(phrase, 0); start < phrase.length(); ) {
      int end = Words.runEnd(phrase, start);
      String word = trimmed(phrase, start, end);
      // Tokens are not remembered.
      if (!word.isEmpty() && !dictionary.issued(word) && !written.contains(hash(word))) {
        return false;
      }
      start = Words.next(phrase, end);
    }
    return true;
  }

  private static void collectViews(String text, Set<String> views, int depth) {
    if (!views.add(text) || depth == 0) {
      return;
    }
    for (Escapes escapes : Escapes.values()) {
      if (escapes.mayBeIn(text)) {
        collectViews(escapes.decode(text), views, depth - 1);
      }
    }
  }

  private boolean holdsOriginal(String text) {
    boolean found = false;
    for (int start = Words.next(text, 0); start < text.length(); ) {
      int end = Words.runEnd(text, start);
      found |= holdsWord(text, start, end) || holdsPhrase(text, start, end);
      start = Words.next(text, end);
    }
    return found || (originals.oddStarts() && holdsOddPhrase(text));
  }

  /** A run of word characters: as it is, without dots and dashes at its ends, and cut at dots. */
  private boolean holdsWord(String text, int start, int end) {
    int first = Words.skipEdges(text, start, end);
    boolean found = holdsWordFrom(text, first, first, end);
    for (int from = start; originals.edges() && from < first; from++) {
      found |= holdsWordFrom(text, from, first, end);
    }
    if (HostPort.portFollows(text, end) && Vocabulary.shortName(trimmed(text, start, end))) {
      written.add(beforePort(text, start, end));
    }
    return found;
  }

  private boolean holdsWordFrom(String text, int from, int first, int end) {
    int last = Words.dropEdges(text, first, end);
    boolean found = false;
    for (int to = first + 1; to <= end; to++) {
      boolean plain = from == first && to <= last;
      boolean ends = to >= last || text.charAt(to) == '.';
      if (ends && (plain || (originals.edges() && to - from <= originals.longest()))) {
        found |= isOriginal(text, from, to);
      }
    }
    return found;
  }

  private boolean isOriginal(String text, int from, int to) {
    String word = text.substring(from, to);
    if (dictionary.issued(word)) {
      return false;
    }
    Ending ending = Ending.at(text, to);
    long hash = FoldedHash.of(text, from, to);
    if (originals.findHunted(wanted, hash, text, from, to, ending) != OriginalStore.NONE) {
      return true;
    }
    boolean edges = Words.isEdge(text.charAt(from)) || Words.isEdge(text.charAt(to - 1));
    written.add(edges ? trimmedHash(text, from, to) : hash);
    return false;
  }

  private static String trimmed(String text, int from, int to) {
    int first = Words.skipEdges(text, from, to);
    return text.substring(first, Words.dropEdges(text, first, to));
  }

  private static long trimmedHash(String text, int from, int to) {
    int first = Words.skipEdges(text, from, to);
    return FoldedHash.of(text, first, Words.dropEdges(text, first, to));
  }

  private static long beforePort(String text, int from, int to) {
    return hash(trimmed(text, from, to) + ':');
  }

  private static long hash(String word) {
    return FoldedHash.of(word, 0, word.length());
  }

  private boolean holdsDisguised(String value) {
    boolean tokens = value.contains("777.777.");
    String text = tokens ? ANY_HOST_TOKEN.matcher(value).replaceAll("x") : value;
    boolean found = false;
    for (int at = 0; at < text.length(); at++) {
      for (int end = Disguises.end(text, at, text.length());
          end > at;
          end = Disguises.end(text, at, end - 1)) {
        found |= isOriginal(Disguises.address(text, at, end));
      }
    }
    return found;
  }

  private boolean isOriginal(String address) {
    boolean known = Disguises.original(originals, wanted, address) != OriginalStore.NONE;
    if (!known) {
      written.add(hash(address));
    }
    return known;
  }

  private boolean holdsPhrase(String text, int start, int wordEnd) {
    int first = Words.skipEdges(text, start, wordEnd);
    boolean found = phraseFrom(text, first, wordEnd);
    for (int from = start; originals.edges() && from < first; from++) {
      found |= phraseFrom(text, from, wordEnd);
    }
    return found;
  }

  private boolean holdsOddPhrase(String text) {
    for (int start = 0; start < text.length(); start++) {
      int word = Words.isWord(text, start) ? text.length() : Words.next(text, start);
      if (word < text.length() && phraseFrom(text, start, Words.runEnd(text, word))) {
        return true;
      }
    }
    return false;
  }

  private boolean phraseFrom(String text, int start, int firstEnd) {
    if (!originals.beginsPhrase(FoldedHash.of(text, start, firstEnd))) {
      return false;
    }
    int limit = Math.min(text.length(), start + originals.longest());
    for (int end = firstEnd; end <= limit; end++) {
      Ending ending = Ending.at(text, end);
      boolean ends =
          ending == Ending.DOT || !Words.isWord(text, end - 1) || Words.endsAt(text, end);
      long hash = ends ? FoldedHash.of(text, start, end) : 0;
      if (ends
          && originals.findHunted(wanted, hash, text, start, end, ending) != OriginalStore.NONE
          && !dictionary.issuedWithPort(text.substring(start, end))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAddress(String text) {
    return IpShapes.ipv4End(text, 0) == text.length() || IpShapes.ipv6End(text, 0) == text.length();
  }
}
