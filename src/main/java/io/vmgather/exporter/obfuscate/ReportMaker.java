package io.vmgather.exporter.obfuscate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sums an export's obfuscation up. Whoever calls it holds the dictionary's lock. */
final class ReportMaker {
  private final Dictionary dictionary;
  private final OriginalStore originals;
  private final ObfuscationRules rules;
  private final BitSet used;
  private final RewriteCounts counts;

  private final Map<String, Long> tokens = new TreeMap<>();
  private final Map<String, Long> notHunted = new TreeMap<>();
  private final Set<String> publicWords = new TreeSet<>();

  ReportMaker(Dictionary dictionary, ObfuscationRules rules, BitSet used, RewriteCounts counts) {
    this.dictionary = dictionary;
    this.originals = dictionary.originals();
    this.rules = rules;
    this.used = used;
    this.counts = counts;
  }

  ObfuscationReport make(Map<String, Map<String, String>> digests, LeakScan leakScan) {
    used.stream().forEach(this::count);
    return new ObfuscationReport(
        labels(),
        digests,
        counts.residues(),
        leakScan,
        notHunted,
        List.copyOf(publicWords),
        telltaleNames(),
        counts.kept(),
        List.copyOf(counts.relabelled()),
        counts.collisions());
  }

  private void count(int id) {
    tokens.merge(dictionary.labelOf(id), 1L, Long::sum);
    String text = originals.text(id);
    Vocabulary.Exemption exemption = Vocabulary.exemption(text);
    if (exemption != null) {
      notHunted.merge(exemption.name().toLowerCase(Locale.ROOT), 1L, Long::sum);
    }
    if (exemption == Vocabulary.Exemption.PUBLIC_WORD) {
      publicWords.add(text.toLowerCase(Locale.ROOT));
    }
  }

  private Map<String, ObfuscationReport.HiddenLabel> labels() {
    Set<String> names = new TreeSet<>(rules.customLabels());
    if (rules.instances()) {
      names.add(ObfuscationRules.INSTANCE_LABEL);
    }
    if (rules.jobs()) {
      names.add(ObfuscationRules.JOB_LABEL);
    }
    Map<String, ObfuscationReport.HiddenLabel> labels = new TreeMap<>();
    for (String name : names) {
      labels.put(
          name, new ObfuscationReport.HiddenLabel(tokens.getOrDefault(name, 0L), rule(name)));
    }
    return labels;
  }

  private static String rule(String label) {
    return switch (label) {
      case ObfuscationRules.INSTANCE_LABEL ->
          "777.777.X.Y for an address, instance-<n> for any other text; a port is kept";
      case ObfuscationRules.JOB_LABEL -> "<component>-job-<n>";
      default -> label + "-<n>";
    };
  }

  private List<String> telltaleNames() {
    BitSet wanted = dictionary.kindsOf(rules);
    List<String> names = new ArrayList<>();
    for (String name : counts.metricNames()) {
      if (containsOriginal(name, wanted)) {
        names.add(name);
      }
    }
    return names;
  }

  /** Looks every part of the name up that lies between underscores, colons or its ends. */
  private boolean containsOriginal(String name, BitSet wanted) {
    for (int from = 0; from < name.length(); from++) {
      if (from > 0 && !separates(name.charAt(from - 1))) {
        continue;
      }
      for (int to = from + 1; to <= name.length(); to++) {
        boolean part = to == name.length() || separates(name.charAt(to));
        if (part && holds(name, from, to, wanted)) {
          return true;
        }
      }
    }
    return holdsDisguised(name, wanted);
  }

  private boolean holds(String name, int from, int to, BitSet wanted) {
    long hash = FoldedHash.of(name, from, to);
    return originals.findHunted(wanted, hash, name, from, to, OriginalStore.Ending.WORD)
        != OriginalStore.NONE;
  }

  private boolean holdsDisguised(String name, BitSet wanted) {
    for (int at = 0; at < name.length(); at++) {
      int end = Disguises.end(name, at, name.length());
      if (end > at
          && Disguises.original(originals, wanted, Disguises.address(name, at, end))
              != OriginalStore.NONE) {
        return true;
      }
    }
    return false;
  }

  private static boolean separates(char c) {
    return c == '_' || c == ':' || Words.isEdge(c);
  }
}
