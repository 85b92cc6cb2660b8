package io.vmgather.exporter.job;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a run has to say to the person who exports; each once, in its order. Any thread. */
final class Warnings {
  // The same warning may come with every fetch.
  private final Set<String> all = new LinkedHashSet<>();
  private int saved;

  synchronized void add(String warning) {
    all.add(warning);
  }

  /** Takes over what an earlier run has saved. */
  synchronized void restore(List<String> earlier) {
    all.addAll(earlier);
    saved = all.size();
  }

  synchronized List<String> all() {
    return List.copyOf(all);
  }

  /** Those that came since the last call. */
  synchronized List<String> takeNew() {
    List<String> fresh = new ArrayList<>(all).subList(saved, all.size());
    saved = all.size();
    return List.copyOf(fresh);
  }
}
