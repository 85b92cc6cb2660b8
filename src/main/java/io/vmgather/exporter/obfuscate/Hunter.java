package io.vmgather.exporter.obfuscate;

import io.vmgather.exporter.obfuscate.OriginalStore.Ending;
import java.util.BitSet;

/**
 * Finds originals and addresses in free text and puts their tokens there instead. Whoever calls it
 * holds the dictionary's lock.
 */
final class Hunter {
  private final Dictionary dictionary;
  private final OriginalStore originals;
  private final BitSet wanted;
  private final BitSet used;
  private final boolean addresses;
  private final ValueMemo memo = new ValueMemo();

  // What the last match found: where it ends, and which original it is.
  private int matchEnd;
  private int matchId;

  /**
   * @param wanted kinds of originals to look for
   * @param used gets the id of every original that was replaced
   */
  Hunter(Dictionary dictionary, BitSet wanted, BitSet used) {
    this.dictionary = dictionary;
    this.originals = dictionary.originals();
    this.wanted = wanted;
    this.used = used;
    this.addresses = wanted.get(Dictionary.HOST);
  }

  /** The text with tokens for what it gives away; the very same object if that is nothing. */
  String hunt(String text) {
    return memo.get(text, dictionary.size(), this::huntAnew);
  }

  private String huntAnew(String text) {
    String result = text;
    if (Escapes.mayBeInside(text)) {
      // What is known, as it stands: behind the escapes two words may be one. By its shape, an
      // address can be told only there: it may begin within them.
      result = scan(text, false, false);
      for (Escapes escapes : Escapes.values()) {
        result = escapes.inside(result, plain -> scan(plain, true, addresses));
      }
    }
    return scan(result, !result.equals(text), addresses);
  }

  /**
   * @param again whether the text may already hold tokens, which then stay
   * @param byShape whether addresses count that are not known yet
   */
  private String scan(String text, boolean again, boolean byShape) {
    StringBuilder out = null;
    int copied = 0;
    for (int at = 0; at < text.length(); ) {
      int token = again ? tokenEnd(text, at) : at;
      if (token > at) {
        at = token;
        continue;
      }
      if (!match(text, at, byShape) || (again && dictionary.issued(text.substring(at, matchEnd)))) {
        at++;
        continue;
      }
      out = out == null ? new StringBuilder(text.length() + 16) : out;
      out.append(text, copied, at).append(dictionary.tokenOf(matchId));
      if (cutsWord(text)) {
        // Else the rest would be read as a part of the token, perhaps as another one.
        out.append(text.charAt(matchEnd - 1));
      }
      used.set(matchId);
      at = matchEnd;
      copied = at;
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  /** The end of the token that is the word here, or the place itself. */
  private int tokenEnd(String text, int at) {
    if (!Words.startsAt(text, at)) {
      return at;
    }
    int end = Words.dropEdges(text, at, Words.runEnd(text, at));
    return dictionary.issued(text.substring(at, end)) ? end : at;
  }

  /** Whether the match ends as no word does, such as with a slash, and a word follows at once. */
  private boolean cutsWord(String text) {
    char last = text.charAt(matchEnd - 1);
    return last != ']'
        && !Words.isWord(text, matchEnd - 1)
        && matchEnd < text.length()
        && Words.isWord(text, matchEnd);
  }

  private boolean match(String text, int at, boolean byShape) {
    matchEnd = -1;
    char c = text.charAt(at);
    if (byShape && c == '[') {
      matchBracketed(text, at);
    }
    if (matchEnd < 0 && (Words.startsAt(text, at) || originals.oddStarts())) {
      matchOriginal(text, at);
    }
    if (byShape && (IpShapes.isHex(c) || c == ':')) {
      matchAddress(text, at);
    }
    if (matchEnd < 0) {
      matchDisguised(text, at);
    }
    return matchEnd > at;
  }

  /** The longest original that starts here. */
  private void matchOriginal(String text, int at) {
    if (Words.isWord(text, at) && !Words.startsAt(text, at)) {
      return;
    }
    long state = FoldedHash.SEED;
    int limit = Math.min(text.length(), at + originals.longest());
    boolean inFirstWord = true;
    for (int end = at + 1; end <= limit; end++) {
      state = FoldedHash.step(state, text.charAt(end - 1));
      boolean word = Words.isWord(text, end - 1);
      boolean ends = word ? Words.endsAt(text, end) : !inFirstWord;
      boolean dot = word && !ends && text.charAt(end) == '.';
      if (ends || dot) {
        take(text, at, end, FoldedHash.finish(state));
      }
      if (inFirstWord && Words.hardEndAt(text, end)) {
        if (!originals.beginsPhrase(FoldedHash.finish(state))) {
          return;
        }
        inFirstWord = false;
      }
    }
  }

  private void take(String text, int from, int end, long hash) {
    int id = originals.findHunted(wanted, hash, text, from, end, Ending.at(text, end));
    if (id != OriginalStore.NONE) {
      boolean otherCase =
          originals.kind(id) == Dictionary.HOST
              && !text.regionMatches(from, dictionary.textOf(id), 0, end - from);
      matchId = otherCase ? dictionary.host(text.substring(from, end)) : id;
      matchEnd = end;
    }
  }

  private void matchBracketed(String text, int at) {
    int close = text.indexOf(']', at);
    int end = close < 0 ? -1 : IpShapes.ipv6End(text, at + 1);
    boolean whole = end == close || (end > 0 && text.charAt(end) == '%' && close - end < 20);
    if (end > 0 && whole) {
      matchId = dictionary.host(text.substring(at + 1, close));
      matchEnd = close + 1;
    }
  }

  /** An address by its shape, if it is longer than the original found here. */
  private void matchAddress(String text, int at) {
    int end = Math.max(IpShapes.ipv4End(text, at), IpShapes.ipv6End(text, at));
    if (end > matchEnd && !endsInToken(text, at, end)) {
      String address = text.substring(at, end);
      int known =
          originals.findHunted(wanted, FoldedHash.of(text, at, end), text, at, end, Ending.WORD);
      boolean same = known != OriginalStore.NONE && originals.text(known).equals(address);
      matchId = same ? known : dictionary.host(address);
      matchEnd = end;
    }
  }

  /** As in {@code ::ffff:777.777.1.1}, where an address was hidden before. */
  private boolean endsInToken(String text, int at, int end) {
    int lastGroup = text.lastIndexOf(':', end - 1) + 1;
    return lastGroup > at && lastGroup < end && tokenEnd(text, lastGroup) > end;
  }

  private void matchDisguised(String text, int at) {
    for (int end = Disguises.end(text, at, text.length());
        end > at;
        end = Disguises.end(text, at, end - 1)) {
      int known = Disguises.original(originals, wanted, Disguises.address(text, at, end));
      if (known != OriginalStore.NONE) {
        matchId = known;
        matchEnd = end;
        return;
      }
    }
  }
}
