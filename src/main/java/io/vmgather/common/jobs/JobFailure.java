package io.vmgather.common.jobs;

import io.vmgather.common.Defect;
import io.vmgather.common.ErrorCode;
import io.vmgather.common.GatherException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a job ended early, as its owner reads it. */
public final class JobFailure {
  private static final Logger LOG = LoggerFactory.getLogger(JobFailure.class);

  private JobFailure() {}

  /**
   * A failure as it is; anything else that was thrown as INTERNAL, which is logged.
   *
   * @param jobs what the owner may run fewer of, such as {@code exports}
   */
  public static GatherException of(String id, Throwable thrown, String jobs) {
    if (thrown instanceof GatherException known) {
      return known;
    }
    LOG.atError().addKeyValue("job", id).log(Defect.places(thrown));
    if (thrown instanceof OutOfMemoryError) {
      return new GatherException(ErrorCode.INTERNAL, "the heap is full", thrown)
          .hint("Run fewer " + jobs + " at once, or give the server more memory.");
    }
    return new GatherException(ErrorCode.INTERNAL, "a defect of this program", thrown)
        .hint("Report it with the log of the server.");
  }
}
