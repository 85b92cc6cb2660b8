package io.vmgather.exporter.obfuscate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for originals in written values. It shares the dictionary and the meaning of a word with
 * the {@link Hunter}, but not its way of finding: words are cut first, addresses are found by
 * regular expressions and judged by the JDK. Whoever calls it holds the dictionary's lock.
 */
final class LeakSearch {
  private static final int DEEPEST = 3;
  private static final String LEAK = "leak";
  private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{N}_.-]++");
  private static final Pattern HOST_TOKEN = Pattern.compile("777\\.777\\.\\d+\\.\\d+(?!\\.?\\d)");
  private static final Pattern IPV4 =
      Pattern.compile(
          "(?<!\\d)(?<!\\d\\.)(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})(?!\\.?\\d)");
  private static final Pattern IPV6 =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}:])(?=[^\\s]*\\d)[0-9A-Fa-f]*+:[0-9A-Fa-f:.]*+(?![\\p{L}\\p{N}])");

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
    Set<String> views = new LinkedHashSet<>();
    collectViews(value, views, DEEPEST);
    boolean found = false;
    for (String view : views) {
      found |= holdsOriginal(view) || (wanted.get(Dictionary.HOST) && holdsAddress(view));
    }
    return found;
  }

  /** Whether this original may stand in one of the values that were searched. */
  boolean mayHaveBeenWritten(int id) {
    if (!originals.hunted(id) || !wanted.get(originals.kind(id))) {
      return false;
    }
    String text = originals.text(id);
    if (originals.kind(id) == Dictionary.HOST && isAddress(text)) {
      // Whoever hides hosts hides every address by its shape, known or not.
      return false;
    }
    if (!originals.phrase(id)) {
      return written.contains(FoldedHash.of(text, 0, text.length()));
    }
    Matcher runs = RUN.matcher(text);
    while (runs.find()) {
      String word = trim(runs.group());
      if (remembered(word) && !written.contains(FoldedHash.of(word, 0, word.length()))) {
        return false;
      }
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
    Matcher runs = RUN.matcher(text);
    while (runs.find()) {
      found |= holdsWord(runs.group()) || holdsPhrase(text, runs.start(), runs.end());
    }
    return found || (originals.oddStarts() && holdsOddPhrase(text));
  }

  /** A run of word characters: as it is, without dots and dashes at its ends, and cut at dots. */
  private boolean holdsWord(String run) {
    boolean found = isOriginal(run, false);
    String word = trim(run);
    found |= !word.equals(run) && isOriginal(word, false);
    for (int dot = word.indexOf('.'); dot > 0; dot = word.indexOf('.', dot + 1)) {
      found |= isOriginal(word.substring(0, dot), true);
    }
    return found;
  }

  private boolean isOriginal(String word, boolean dottedOnly) {
    long hash = FoldedHash.of(word, 0, word.length());
    if (originals.findHunted(wanted, hash, word, 0, word.length(), dottedOnly)
        != OriginalStore.NONE) {
      return !dictionary.issued(word);
    }
    if (remembered(word)) {
      written.add(hash);
    }
    return false;
  }

  private boolean remembered(String word) {
    return !dictionary.issued(word);
  }

  private boolean holdsPhrase(String text, int start, int wordEnd) {
    int trimmed = start;
    while (trimmed < wordEnd && Words.isEdge(text.charAt(trimmed))) {
      trimmed++;
    }
    return phraseFrom(text, start, wordEnd)
        || (trimmed > start && phraseFrom(text, trimmed, wordEnd));
  }

  private boolean holdsOddPhrase(String text) {
    for (int start = 0; start < text.length(); start++) {
      if (!Words.isWord(text, start)) {
        Matcher run = RUN.matcher(text);
        if (run.find(start) && phraseFrom(text, start, run.end())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean phraseFrom(String text, int start, int firstEnd) {
    if (!originals.beginsPhrase(FoldedHash.of(text, start, firstEnd))) {
      return false;
    }
    int limit = Math.min(text.length(), start + originals.longest());
    for (int end = firstEnd + 1; end <= limit; end++) {
      boolean ends = !Words.isWord(text, end - 1) || Words.endsAt(text, end);
      long hash = ends ? FoldedHash.of(text, start, end) : 0;
      if (ends
          && originals.findHunted(wanted, hash, text, start, end, false) != OriginalStore.NONE
          && !dictionary.issuedWithPort(text.substring(start, end))) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsAddress(String written) {
    // A token is no address, but its last number could pass for the start of one.
    String text = HOST_TOKEN.matcher(written).replaceAll("x");
    Matcher four = IPV4.matcher(text);
    while (four.find()) {
      boolean octets = true;
      for (int part = 1; part <= 4; part++) {
        octets &= Integer.parseInt(four.group(part)) <= 255;
      }
      if (octets) {
        return true;
      }
    }
    Matcher six = IPV6.matcher(text);
    while (six.find()) {
      if (isIpv6(six.group())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isIpv6(String candidate) {
    String address = candidate.replaceFirst("[.]+$|(?<!:):$", "");
    boolean telling = address.chars().anyMatch(c -> c >= '0' && c <= '9');
    if (!telling || address.length() > 45 || address.chars().filter(c -> c == ':').count() < 2) {
      return false;
    }
    try {
      // In brackets it is never looked up in DNS.
      InetAddress.getByName("[" + address + "]");
      return true;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static boolean isAddress(String text) {
    return IpShapes.ipv4End(text, 0) == text.length() || IpShapes.ipv6End(text, 0) == text.length();
  }

  private static String trim(String run) {
    int from = 0;
    int to = run.length();
    while (from < to && Words.isEdge(run.charAt(from))) {
      from++;
    }
    while (to > from && Words.isEdge(run.charAt(to - 1))) {
      to--;
    }
    return run.substring(from, to);
  }
}
