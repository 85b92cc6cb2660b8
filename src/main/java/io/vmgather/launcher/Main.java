package io.vmgather.launcher;

import java.io.IOException;

/**
 * Entry point of {@code vmgather.jar}.
 *
 * <p>Work of seconds is bound by the virtual machine's own start and compilers as much as by code,
 * and a jar can't carry virtual machine flags. So long work is handed to a second process of the
 * same jar with the flags that suit it; short work is done here.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Work work = Work.of(args);
    if (Relaunch.pays(work)) {
      System.exit(Relaunch.run(work, args));
    }
    if (Relaunch.isSecond() && work != Work.SERVER) {
      HeadStart.begin(work);
    }
    PlainServerStart server = work == Work.SERVER ? PlainServerStart.read(args) : null;
    if (server != null) {
      System.exit(server.run());
    }
    System.exit(CommandLineTool.run(args));
  }
}
