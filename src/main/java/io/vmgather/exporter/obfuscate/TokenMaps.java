package io.vmgather.exporter.obfuscate;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/**
 * Label to token to original or digest, made entry by entry while it is read, so that a million
 * entries cost no memory. Read-only. Labels without a token are left out. Reading it while an
 * export goes on is safe; originals that join behind the start of an iteration may be missing.
 */
final class TokenMaps extends AbstractMap<String, Map<String, String>> {
  /** What the tokens lead to. */
  enum Content {
    ORIGINAL,
    /** HMAC-SHA-256 of the original's UTF-8 under the session's key, 64 hexadecimal digits. */
    DIGEST
  }

  private final Dictionary dictionary;
  private final BitSet only;
  private final Content content;

  /**
   * @param only ids of the originals to show; null for all
   */
  TokenMaps(Dictionary dictionary, BitSet only, Content content) {
    this.dictionary = dictionary;
    this.only = only == null ? null : (BitSet) only.clone();
    this.content = content;
  }

  @Override
  public Set<Entry<String, Map<String, String>>> entrySet() {
    List<String> labels =
        dictionary.labelNames().stream().filter(label -> nextOf(label, 0) >= 0).toList();
    return new AbstractSet<>() {
      @Override
      public Iterator<Entry<String, Map<String, String>>> iterator() {
        Iterator<String> names = labels.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return names.hasNext();
          }

          @Override
          public Entry<String, Map<String, String>> next() {
            String label = names.next();
            return Map.entry(label, new TokensOf(label));
          }
        };
      }

      @Override
      public int size() {
        return labels.size();
      }
    };
  }

  /** Without the entries: they may be private and many. */
  @Override
  public String toString() {
    return "TokenMaps[" + content + "]";
  }

  /** The next id of this label that is to be shown, or -1. */
  private int nextOf(String label, int from) {
    int id = only == null ? from : only.nextSetBit(from);
    while (id >= 0 && id < dictionary.size()) {
      if (dictionary.labelOf(id).equals(label)) {
        return id;
      }
      id = only == null ? id + 1 : only.nextSetBit(id + 1);
    }
    return -1;
  }

  private Function<String, String> contentMaker() {
    if (content == Content.ORIGINAL) {
      return Function.identity();
    }
    OriginalDigest digest = OriginalDigest.withKey(dictionary.keyHex());
    return digest::of;
  }

  private final class TokensOf extends AbstractMap<String, String> {
    private final String label;

    TokensOf(String label) {
      this.label = label;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<String, String>> iterator() {
          return new EntryIterator(label);
        }

        @Override
        public int size() {
          int count = 0;
          for (int id = nextOf(label, 0); id >= 0; id = nextOf(label, id + 1)) {
            count++;
          }
          return count;
        }
      };
    }

    @Override
    public String toString() {
      return "TokensOf[" + label + "]";
    }
  }

  private final class EntryIterator implements Iterator<Map.Entry<String, String>> {
    private final String label;
    private final Function<String, String> maker = contentMaker();
    private int id;

    EntryIterator(String label) {
      this.label = Objects.requireNonNull(label);
      id = nextOf(label, 0);
    }

    @Override
    public boolean hasNext() {
      return id >= 0;
    }

    @Override
    public Map.Entry<String, String> next() {
      if (id < 0) {
        throw new NoSuchElementException();
      }
      int current = id;
      id = nextOf(label, current + 1);
      return Map.entry(dictionary.tokenOf(current), maker.apply(dictionary.textOf(current)));
    }
  }
}
