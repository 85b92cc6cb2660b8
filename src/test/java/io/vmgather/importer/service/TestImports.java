package io.vmgather.importer.service;

import io.vmgather.common.vm.VmClient;
import io.vmgather.importer.job.ImportSettings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/** Services for tests: nobody listens to them, and jobs, bundles and staging are kept as usual. */
final class TestImports {
  static final JobListener NOBODY =
      new JobListener() {
        @Override
        public void started(JobSnapshot job) {}

        @Override
        public void ended(JobSnapshot job) {}
      };

  private TestImports() {}

  /** Two imports at a time, one of a person; as usual but for its folder, with room for all. */
  static ImportService service(Path folder) {
    long room = 1L << 30;
    return service(folder, ImportSettings.defaults(), VmClient.Settings.DEFAULT, room, 3 * room);
  }

  /**
   * The same with limits and a client of its own.
   *
   * @param uploadBytes the largest bundle; all together may have three times as much
   * @param ofOwner bytes of all bundles of one person
   */
  static ImportService service(
      Path folder,
      ImportSettings imports,
      VmClient.Settings client,
      long uploadBytes,
      long ofOwner) {
    return new ImportService(
        new ServiceSettings(
            true,
            folder,
            imports,
            client,
            2,
            1,
            Duration.ofMinutes(30),
            Duration.ofDays(1),
            Duration.ofDays(7),
            uploadBytes,
            3 * uploadBytes,
            ofOwner,
            Clock.systemUTC()),
        NOBODY);
  }
}
