package io.vmgather.exporter.obfuscate;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The tokens of one session: what each hidden original is called in every preview, batch and bundle
 * of one owner. Tokens are never taken back or given twice.
 *
 * <p>Teach it in this order: {@link #learnTargets}, then {@link #learn} once a hidden label; each
 * sorts what it gets, so that tokens do not depend on the order of a stream. What an export meets
 * beyond that joins as it comes.
 *
 * <p>Thread-safe. A host takes about 70 bytes (measured: 66 with names of 19 characters); a million
 * of them fit a 256 MB heap with an export.
 */
public final class Dictionary {
  static final int HOST = 0;
  static final int JOB = 1;
  static final int INSTANCE = 2;

  /** The kinds above; those of custom labels come behind them. */
  static final int FIXED_KINDS = 3;

  private static final int KEY_BYTES = 32;
  private static final String UNKNOWN = "unknown";

  private final String keyHex;
  private final OriginalStore originals = new OriginalStore();
  private final TokenNumbers numbers = new TokenNumbers();
  private final Map<String, Integer> kinds = new HashMap<>();
  private final List<String> labels = new ArrayList<>();
  // In the order of arrival, which DictionaryState keeps.
  private final Map<String, String> componentOfJob = new LinkedHashMap<>();
  private int numbered;

  public Dictionary() {
    this(newKey());
  }

  Dictionary(String keyHex) {
    this.keyHex = keyHex;
    labels.addAll(
        List.of(
            ObfuscationRules.INSTANCE_LABEL,
            ObfuscationRules.JOB_LABEL,
            ObfuscationRules.INSTANCE_LABEL));
  }

  private static String newKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  /** The session's secret for {@link #digests()}, 64 hexadecimal digits; new in each session. */
  public String keyHex() {
    return keyHex;
  }

  /**
   * Takes in what runs where: groups of host tokens and the components in job tokens follow from
   * it. A host or job with several components keeps the first in alphabetical order.
   */
  public synchronized void learnTargets(Collection<Target> targets) {
    List<Target> sorted = new ArrayList<>(targets);
    sorted.sort(
        Comparator.comparing((Target t) -> t.knownComponent().isEmpty())
            .thenComparing(Target::knownComponent)
            .thenComparing(Target::instance)
            .thenComparing(Target::job));
    for (Target target : sorted) {
      if (!target.knownComponent().isEmpty()) {
        componentOfJob.putIfAbsent(target.job(), target.knownComponent());
      }
    }
    for (Target target : sorted) {
      add(ObfuscationRules.INSTANCE_LABEL, target.instance(), target.knownComponent());
      add(ObfuscationRules.JOB_LABEL, target.job(), "");
    }
    numberNew();
  }

  /** Takes in the values that a label has in the range; empty ones need no token. */
  public synchronized void learn(String label, Collection<String> values) {
    for (String value : new TreeSet<>(values)) {
      add(label, value, "");
    }
    numberNew();
  }

  /**
   * The token that stands for this value of a hidden label; unknown values join.
   *
   * @param label {@code instance}, {@code job} or a custom label
   */
  public synchronized String token(String label, String value) {
    return ownToken(label, value, "", new BitSet());
  }

  /** Everything that was ever given a token, readable: for the customer's eyes only. */
  public PrivateMap privateMap() {
    return new PrivateMap(keyHex, new TokenMaps(this, null, TokenMaps.Content.ORIGINAL));
  }

  /** Label to token to digest for all tokens of the session, made while it is read. */
  public Map<String, Map<String, String>> digests() {
    return new TokenMaps(this, null, TokenMaps.Content.DIGEST);
  }

  /** How many originals are known, all labels together. */
  public synchronized int size() {
    return originals.size();
  }

  /** Without the key and the originals. */
  @Override
  public String toString() {
    return "Dictionary[" + size() + " originals]";
  }

  // Below: for this package. Whoever makes several calls in a row holds this object's lock.

  OriginalStore originals() {
    return originals;
  }

  TokenNumbers numbers() {
    return numbers;
  }

  /** The label of each kind. */
  List<String> kindLabels() {
    return labels;
  }

  Map<String, String> components() {
    return componentOfJob;
  }

  /** The kinds of originals that these rules hide. */
  synchronized BitSet kindsOf(ObfuscationRules rules) {
    BitSet wanted = new BitSet();
    wanted.set(HOST, rules.instances());
    wanted.set(INSTANCE, rules.instances());
    wanted.set(JOB, rules.jobs());
    // Sorted: of two labels with one value the first gives the token, in every export alike.
    new TreeSet<>(rules.customLabels()).forEach(label -> wanted.set(kind(label)));
    return wanted;
  }

  synchronized String tokenOf(int id) {
    return numbers.token(originals.sequence(id), originals.number(id));
  }

  synchronized String labelOf(int id) {
    return labels.get(originals.kind(id));
  }

  synchronized String textOf(int id) {
    return originals.text(id);
  }

  synchronized List<String> labelNames() {
    return labels.stream().distinct().toList();
  }

  synchronized boolean issued(String token) {
    return numbers.issued(token);
  }

  /** Whether this is a token that was given out, perhaps with a port. */
  synchronized boolean issuedWithPort(String token) {
    int colon = token.lastIndexOf(':');
    boolean port = colon > 0 && HostPort.isPort(token.substring(colon));
    return issued(token) || (port && issued(token.substring(0, colon)));
  }

  synchronized String componentOf(String job) {
    return componentOfJob.getOrDefault(job, "");
  }

  /** The token for a value of its own label; marks the original as used. */
  synchronized String ownToken(String label, String value, String component, BitSet used) {
    if (value.isEmpty()) {
      return value;
    }
    int id = add(label, value, component);
    numberNew();
    used.set(id);
    String port =
        originals.kind(id) == HOST ? HostPort.parse(value).map(HostPort::port).orElse("") : "";
    return tokenOf(id) + port;
  }

  /** The id of a host that was met by its shape or in another case; unknown ones join. */
  synchronized int host(String text) {
    int id = addHost(text, "");
    numberNew();
    return id;
  }

  // For DictionaryState: each answers what the dictionary has, after adding it if it may.

  int restoreKind(String label, boolean mayAdd) {
    return mayAdd ? kind(label) : kinds.getOrDefault(label, -1);
  }

  boolean restoreComponent(String job, String component, boolean mayAdd) {
    if (mayAdd) {
      componentOfJob.putIfAbsent(job, component);
    }
    return component.equals(componentOfJob.get(job));
  }

  int restoreSequence(boolean hosts, String name, boolean mayAdd) {
    return !mayAdd ? numbers.find(hosts, name) : hosts ? numbers.hosts(name) : numbers.words(name);
  }

  int restoreOriginal(int kind, int sequence, int number, String text, boolean mayAdd) {
    int known = originals.find(kind, text);
    if (!mayAdd || known != OriginalStore.NONE) {
      return known;
    }
    int id = originals.add(kind, sequence, text);
    originals.number(id, number);
    numbers.restore(sequence, number);
    numbered = originals.size();
    return id;
  }

  private int add(String label, String value, String component) {
    if (value.isEmpty()) {
      return OriginalStore.NONE;
    }
    return switch (label) {
      case ObfuscationRules.INSTANCE_LABEL -> addInstance(value, component);
      case ObfuscationRules.JOB_LABEL -> addJob(value);
      default -> add(kind(label), value, label);
    };
  }

  private int addInstance(String value, String component) {
    return HostPort.parse(value)
        .map(parts -> addHost(parts.host(), component))
        .orElseGet(() -> addOddInstance(value, component));
  }

  private int addOddInstance(String value, String component) {
    EmbeddedHosts.of(value).forEach(host -> addHost(host, component));
    return add(INSTANCE, value, ObfuscationRules.INSTANCE_LABEL);
  }

  private int addHost(String host, String component) {
    int known = originals.find(HOST, host);
    if (known != OriginalStore.NONE) {
      return known;
    }
    int id = originals.add(HOST, numbers.hosts(component), host);
    HostNames.othersOf(host).forEach(other -> addHost(other, component));
    return id;
  }

  private int addJob(String job) {
    String component = componentOfJob.getOrDefault(job, UNKNOWN);
    return add(JOB, job, component + "-job");
  }

  private int add(int kind, String text, String prefix) {
    int known = originals.find(kind, text);
    return known == OriginalStore.NONE ? originals.add(kind, numbers.words(prefix), text) : known;
  }

  private int kind(String label) {
    return kinds.computeIfAbsent(
        label,
        name -> {
          labels.add(name);
          return labels.size() - 1;
        });
  }

  /** Numbers come after all originals are in: a token must not equal one of them. */
  private void numberNew() {
    for (; numbered < originals.size(); numbered++) {
      originals.number(
          numbered, numbers.next(originals.sequence(numbered), originals::containsText));
    }
  }
}
