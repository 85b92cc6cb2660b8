package io.vmgather.exporter.service;

import io.vmgather.common.Owner;
import io.vmgather.exporter.obfuscate.Dictionary;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Each owner's tokens, the same in every preview and export until a new session begins or the owner
 * was idle for long, without a preview and without an export under way. Any thread; takes no other
 * monitor.
 */
public final class Sessions {
  private final Duration idle;
  private final Clock clock;
  private final Map<Owner, Session> sessions = new HashMap<>();

  /** Exports under way; none of whom has none. */
  private final Map<Owner, Integer> exports = new HashMap<>();

  private record Session(Dictionary dictionary, Instant usedAt) {}

  public Sessions(Duration idle, Clock clock) {
    this.idle = idle;
    this.clock = clock;
  }

  /** The dictionary of the owner's session, which begins with the first call. */
  public synchronized Dictionary of(Owner owner) {
    forgetIdle();
    Session session = sessions.get(owner);
    Dictionary dictionary = session == null ? new Dictionary() : session.dictionary();
    sessions.put(owner, new Session(dictionary, clock.instant()));
    return dictionary;
  }

  /** Lets later previews and exports of the owner begin with no tokens. */
  synchronized void startAnew(Owner owner) {
    sessions.remove(owner);
  }

  /** Goes on with the tokens of a resumed export, unless the session has some already. */
  synchronized void adopt(Owner owner, Dictionary dictionary) {
    if (of(owner).size() == 0) {
      sessions.put(owner, new Session(dictionary, clock.instant()));
    }
  }

  /** The owner is not idle until {@link #exportEnded} was called as often. */
  synchronized void exportBegan(Owner owner) {
    exports.merge(owner, 1, Integer::sum);
  }

  synchronized void exportEnded(Owner owner) {
    exports.computeIfPresent(owner, (whose, count) -> count == 1 ? null : count - 1);
    sessions.computeIfPresent(
        owner, (whose, session) -> new Session(session.dictionary(), clock.instant()));
  }

  synchronized void forgetIdle() {
    Instant limit = clock.instant().minus(idle);
    sessions
        .entrySet()
        .removeIf(
            session ->
                session.getValue().usedAt().isBefore(limit)
                    && !exports.containsKey(session.getKey()));
  }
}
