package io.vmgather.importer.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was sent and found, added up by job. For one thread. */
final class JobCounts {
  static final String LABEL = "job";

  /** Beyond that many, further jobs are left out: nobody reads such a list. */
  private static final int MOST_JOBS = 10_000;

  private static final int LISTED = 1_000;

  private final Map<String, JobCount> byJob = new HashMap<>();

  void add(JobCount count) {
    if (byJob.size() < MOST_JOBS || byJob.containsKey(count.job())) {
      byJob.merge(count.job(), count, JobCount::plus);
    }
  }

  void add(String job, long sent, long there) {
    add(new JobCount(job, 1, there > 0 ? 1 : 0, sent, there));
  }

  List<JobCount> all() {
    return List.copyOf(byJob.values());
  }

  /** The first thousand, those with the most samples first. */
  List<JobCount> largest() {
    List<JobCount> sorted = new ArrayList<>(byJob.values());
    sorted.sort(
        Comparator.comparingLong(JobCount::samplesExpected)
            .reversed()
            .thenComparing(JobCount::job));
    return List.copyOf(sorted.subList(0, Math.min(LISTED, sorted.size())));
  }
}
