package io.vmgather.importer.job;

/**
 * What is done to the lines and for whom, as a resume compares it: one with another plan would mix
 * two.
 *
 * @param shiftMillis that timestamps move by
 * @param rest everything else, in words
 */
record AgreedPlan(long shiftMillis, String rest) {
  static AgreedPlan of(ImportConfig config, String tenantId) {
    return new AgreedPlan(
        config.timeShiftMs(),
        "drop "
            + config.dropLabels()
            + " old "
            + config.dropOld()
            + " step "
            + config.metricStepSeconds()
            + " tenant "
            + tenantId
            + " user "
            + config.username());
  }
}
