package io.vmgather.exporter.discover;

import java.util.List;

/** The jobs of a selection, those with most series first; {@code job} is empty for none. */
public record SelectorJobs(List<JobCount> jobs, List<String> warnings) {}
