package io.vmgather.common.web;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.runtime.ObjectMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the Java machine let go of this application's classes. What it makes the {@code equals} of
 * records of remembers the record's class that it was last made for, in a static field, and with it
 * the class loader of an application that is gone. A type of Java's own takes its place. Source:
 * java.lang.runtime.ObjectMethods (OBJECT_EQ), java.lang.invoke.MethodHandle (asTypeCache).
 */
final class RecordMethods {
  private static final Logger LOG = LoggerFactory.getLogger(RecordMethods.class);

  private RecordMethods() {}

  static void letGo() {
    Class<?> ofJavasOwn = String.class;
    try {
      Object unused =
          ObjectMethods.bootstrap(
              MethodHandles.lookup(),
              "equals",
              MethodType.methodType(boolean.class, ofJavasOwn, Object.class),
              ofJavasOwn,
              "");
    } catch (Throwable refused) {
      // A later Java that takes nothing but records here; it remembers such types softly.
      LOG.atDebug().setCause(refused).log("the types of records stay remembered");
    }
  }
}
