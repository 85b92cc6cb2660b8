package io.vmgather.exporter.job;

import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import io.vmgather.common.TimeWindow;
import io.vmgather.common.vm.ProbeResult;
import io.vmgather.common.vm.VmClient;
import io.vmgather.exporter.discover.Discovered;
import io.vmgather.exporter.discover.Discovery;
import io.vmgather.exporter.discover.Estimator;
import io.vmgather.exporter.discover.LabelReader;
import io.vmgather.exporter.discover.LabelValues;
import io.vmgather.exporter.obfuscate.Dictionary;
import io.vmgather.exporter.obfuscate.ObfuscationRules;
import io.vmgather.exporter.obfuscate.Target;
import io.vmgather.exporter.source.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Turns a plan into what is really asked, and teaches the dictionary, before a line is read. */
final class Preparation {
  private final VmClient client;
  private final ProbeResult found;
  private final ExportPlan plan;
  private final Dictionary dictionary;
  private final Consumer<String> warnings;

  Preparation(
      VmClient client,
      ProbeResult found,
      ExportPlan plan,
      Dictionary dictionary,
      Consumer<String> warnings) {
    this.client = client;
    this.found = found;
    this.plan = plan;
    this.dictionary = dictionary;
    this.warnings = warnings;
  }

  /**
   * @throws GatherException NOTHING_MATCHED when cluster mode finds no component; or the source's
   */
  PreparedExport prepare() {
    Survey survey = survey();
    boolean cluster = !plan.config().custom();
    List<String> jobs = cluster ? clusterJobs(survey) : plan.config().jobs();
    Optional<Selector> jobSelector =
        jobs.isEmpty() ? Optional.empty() : Optional.of(Selector.ofJobs(jobs));
    Optional<Selector> selector =
        cluster ? jobSelector : plan.selector().map(chosen -> chosen.withJobs(jobs));
    Optional<Selector> scope = selector.or(() -> jobSelector);
    List<String> covered = learn(survey, scope, jobs);
    return new PreparedExport(plan, client, survey, selector, jobSelector, covered, 0);
  }

  /** The same for an export that is about to be read: with what it will roughly bring. */
  PreparedExport prepareToRead() {
    PreparedExport prepared = prepare();
    return prepared.expecting(prepared.selector().map(this::expectedSamples).orElse(0L));
  }

  private Survey survey() {
    boolean needed = !plan.config().custom() || plan.rules().hidesAnything();
    if (!needed) {
      return new Survey(found.flavour(), versions(List.of()), List.of());
    }
    Discovered discovered = new Discovery(client).components(window());
    discovered.warnings().forEach(warnings);
    List<Target> targets =
        discovered.targets().stream()
            .map(target -> new Target(target.component(), target.job(), target.instance()))
            .toList();
    List<String> versions =
        discovered.components().stream().flatMap(one -> one.versions().stream()).toList();
    return new Survey(found.flavour(), versions(versions), targets);
  }

  private List<String> versions(List<String> discovered) {
    List<String> all = new ArrayList<>(discovered);
    if (!found.version().isEmpty()) {
      all.add(found.version());
    }
    return all;
  }

  private List<String> clusterJobs(Survey survey) {
    if (!plan.config().jobs().isEmpty()) {
      return plan.config().jobs();
    }
    List<String> jobs = survey.jobsOf(plan.config().components());
    if (jobs.isEmpty()) {
      throw new GatherException(
              ErrorCode.NOTHING_MATCHED,
              plan.config().components().isEmpty()
                  ? "no VictoriaMetrics component was found in this time range"
                  : "none of the components "
                      + String.join(", ", plan.config().components())
                      + " was found in this time range")
          .hint("Try a later range, name the jobs, or choose series with a selector.");
    }
    return jobs;
  }

  /** Teaches the dictionary every value it must hide; returns the jobs in scope. */
  private List<String> learn(Survey survey, Optional<Selector> scope, List<String> jobs) {
    ObfuscationRules rules = plan.rules();
    List<String> covered = scope.map(this::jobsIn).orElse(jobs);
    if (!rules.hidesAnything()) {
      return covered;
    }
    // All of them, not only those in scope: their hosts stand in the others' labels, too.
    dictionary.learnTargets(survey.targets());
    List<String> hidden = new ArrayList<>(new TreeSet<>(rules.customLabels()));
    if (rules.instances()) {
      hidden.add(0, "instance");
    }
    if (rules.jobs()) {
      dictionary.learn("job", covered);
    }
    List<String> everything = List.of("{__name__!=\"\"}");
    List<String> selectors = scope.map(one -> List.of(one.toString())).orElse(everything);
    hidden.forEach(label -> dictionary.learn(label, values(label, selectors)));
    if (rules.jobs()) {
      hidden.add("job");
    }
    hidden.forEach(this::learnAnywhere);
    return covered;
  }

  /** A series in scope may mention a host, a job or a pod that only others have as a label. */
  private void learnAnywhere(String label) {
    LabelValues values = new LabelReader(client).anywhere(label, window());
    if (!values.complete()) {
      warnings.accept(
          "the source does not list the values of "
              + label
              + " that only series outside of this export have; where other labels mention them"
              + " they stay");
    }
    dictionary.learn(label, values.values());
  }

  private List<String> jobsIn(Selector scope) {
    return values("job", List.of(scope.toString()));
  }

  private List<String> values(String label, List<String> selectors) {
    LabelValues values = new LabelReader(client).values(label, selectors, window());
    if (!values.complete()) {
      warnings.accept(
          "the source does not list all values of "
              + label
              + "; those that only show up while reading are hidden all the same");
    }
    return values.values();
  }

  /** It serves the planning only: what is too much for it may well be exported. */
  private long expectedSamples(Selector selector) {
    try {
      return new Estimator(client).samples(List.of(selector.toString()), window());
    } catch (GatherException e) {
      if (e.code() != ErrorCode.SERVER_LIMIT && e.code() != ErrorCode.TIMED_OUT) {
        throw e;
      }
      return 0;
    }
  }

  private TimeWindow window() {
    return plan.batches().range();
  }
}
