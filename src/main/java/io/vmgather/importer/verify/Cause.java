package io.vmgather.importer.verify;

import java.util.Locale;

/** Why samples are likely missing. */
public enum Cause {
  /** Older than what the target keeps. */
  RETENTION,
  /** Too far in the future. */
  FUTURE,
  /** The series has too many labels, or one that is too long. */
  LABEL_LIMIT,
  /** The target keeps one sample of each interval. */
  DEDUP,
  /** They were coming in when counting had to end. */
  NOT_SEARCHABLE,
  OTHER;

  /** As on the wire. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
