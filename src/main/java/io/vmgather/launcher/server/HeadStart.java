package io.vmgather.launcher.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmgather.common.web.HealthResource;

/**
 * Loads what the first request needs, on threads of their own, while the server is put together: a
 * tenth of a second less until it answers.
 */
final class HeadStart {
  private HeadStart() {}

  static void begin() {
    start(HeadStart::json);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "head-start");
    thread.setDaemon(true);
    thread.start();
  }

  private static void json() {
    try {
      new ObjectMapper().writeValueAsBytes(new HealthResource.Health("ok", ""));
    } catch (JsonProcessingException e) {
      // Whatever is wrong comes out where it is really used.
    }
  }
}
