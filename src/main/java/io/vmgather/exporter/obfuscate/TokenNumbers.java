package io.vmgather.exporter.obfuscate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The numbers of tokens. A sequence counts either {@code <prefix>-1, -2, …}, or the hosts of a
 * component, {@code 777.777.X.Y}; no two sequences give the same token. Not thread-safe.
 */
final class TokenNumbers {
  private static final String HOSTS = "777.777.";
  private static final int LAST_IN_GROUP = 255;

  private final Map<String, Integer> byPrefix = new HashMap<>();
  private final Map<String, Integer> byComponent = new HashMap<>();
  private final List<Sequence> sequences = new ArrayList<>();
  private final BitSet hosts = new BitSet();
  private int groups;

  private static final class Sequence {
    /** Null for hosts. */
    private final String prefix;

    /** The prefix, or the component of the hosts. */
    private final String name;

    private final BitSet issued;

    /** The last number: for hosts X * 256 + Y. */
    private int last;

    Sequence(String prefix, String name, BitSet issued) {
      this.prefix = prefix;
      this.name = name;
      this.issued = issued;
    }
  }

  int words(String prefix) {
    return byPrefix.computeIfAbsent(prefix, p -> add(new Sequence(p, p, new BitSet())));
  }

  int hosts(String component) {
    return byComponent.computeIfAbsent(component, c -> add(new Sequence(null, c, hosts)));
  }

  /** How many sequences there are; they are numbered from 0 as they came. */
  int size() {
    return sequences.size();
  }

  boolean countsHosts(int sequence) {
    return sequences.get(sequence).prefix == null;
  }

  /** The prefix, or the component of the hosts. */
  String name(int sequence) {
    return sequences.get(sequence).name;
  }

  /** The sequence of this prefix or component, or -1. */
  int find(boolean ofHosts, String name) {
    return (ofHosts ? byComponent : byPrefix).getOrDefault(name, -1);
  }

  /** Takes a number as given out that {@link #next} gave in another process. */
  void restore(int sequence, int number) {
    Sequence it = sequences.get(sequence);
    it.issued.set(number);
    it.last = Math.max(it.last, number);
    if (it.prefix == null) {
      groups = Math.max(groups, number >>> 8);
    }
  }

  /** The sequence's next number whose token is not taken. */
  int next(int sequence, Predicate<String> taken) {
    Sequence it = sequences.get(sequence);
    do {
      it.last = it.prefix == null ? nextHost(it.last) : it.last + 1;
    } while (taken.test(token(sequence, it.last)));
    it.issued.set(it.last);
    return it.last;
  }

  String token(int sequence, int number) {
    String prefix = sequences.get(sequence).prefix;
    return prefix == null ? HOSTS + (number >>> 8) + "." + (number & 0xFF) : prefix + "-" + number;
  }

  /** Whether this very text, without a port, has been given out. */
  boolean issued(String token) {
    if (token.startsWith(HOSTS)) {
      int dot = token.indexOf('.', HOSTS.length());
      int x = dot < 0 ? -1 : number(token.substring(HOSTS.length(), dot));
      int y = dot < 0 ? -1 : number(token.substring(dot + 1));
      return x > 0 && x <= groups && y > 0 && y <= LAST_IN_GROUP && hosts.get((x << 8) | y);
    }
    int dash = token.lastIndexOf('-');
    Integer sequence = dash < 0 ? null : byPrefix.get(token.substring(0, dash));
    int number = sequence == null ? -1 : number(token.substring(dash + 1));
    return number > 0 && sequences.get(sequence).issued.get(number);
  }

  private int add(Sequence sequence) {
    sequences.add(sequence);
    if (sequences.size() > Short.MAX_VALUE) {
      throw new IllegalStateException("more than " + Short.MAX_VALUE + " kinds of tokens");
    }
    return sequences.size() - 1;
  }

  private int nextHost(int last) {
    boolean full = last == 0 || (last & 0xFF) == LAST_IN_GROUP;
    return full ? (++groups << 8) | 1 : last + 1;
  }

  /** The number if it is written as a token writes it, else -1. */
  private static int number(String digits) {
    boolean plain =
        !digits.isEmpty()
            && digits.length() < 10
            && digits.charAt(0) != '0'
            && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return plain ? Integer.parseInt(digits) : -1;
  }
}
