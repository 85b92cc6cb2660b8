package io.vmgather.common.vm;

import io.vmgather.common.GatherException;
import java.util.List;

/** The addresses that were tried before a {@code GatherException}: travels as its cause. */
public final class TriedAddresses extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Probe.Attempt> attempts;

  private TriedAddresses(List<Probe.Attempt> attempts, GatherException failure) {
    super(attempts.size() + " addresses were tried", failure);
    this.attempts = List.copyOf(attempts);
  }

  /** The same failure with what was tried, in order; they hold no credentials. */
  public static GatherException in(GatherException failure, List<Probe.Attempt> attempts) {
    if (attempts.isEmpty()) {
      return failure;
    }
    GatherException told =
        new GatherException(
            failure.code(), failure.getMessage(), new TriedAddresses(attempts, failure));
    if (failure.hint().isPresent()) {
      told = told.hint(failure.hint().get());
    }
    return failure.field().isPresent() ? told.at(failure.field().get()) : told;
  }

  /** What was tried before the failure; empty when that is not known. */
  public static List<Probe.Attempt> of(GatherException failure) {
    return failure.getCause() instanceof TriedAddresses tried ? tried.attempts : List.of();
  }
}
