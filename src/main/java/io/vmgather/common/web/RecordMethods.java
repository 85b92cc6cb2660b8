package io.vmgather.common.web;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.TypeDescriptor;
import java.lang.runtime.ObjectMethods;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the Java machine let go of this application's classes. What it makes the {@code equals} and
 * {@code hashCode} of records of remembers in static fields for which classes it was last made: the
 * record and its components. Through these the class loader of an application that is gone would
 * stay. A type of Java's own takes their place. Source: java.lang.runtime.ObjectMethods (OBJECT_EQ,
 * OBJECTS_EQUALS, OBJECTS_HASHCODE), java.lang.invoke.MethodHandle (asTypeCache).
 */
final class RecordMethods {
  private static final Logger LOG = LoggerFactory.getLogger(RecordMethods.class);

  private RecordMethods() {}

  static void letGo() {
    make("equals", MethodType.methodType(boolean.class, String.class, Object.class));
    make("hashCode", MethodType.methodType(int.class, String.class));
    make("toString", MethodType.methodType(String.class, String.class));
  }

  private static void make(String method, TypeDescriptor type) {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      MethodHandle component =
          lookup.findVirtual(String.class, "strip", MethodType.methodType(String.class));
      Object unused =
          ObjectMethods.bootstrap(lookup, method, type, String.class, "strip", component);
    } catch (Throwable refused) {
      // A later Java that takes nothing but records here; it remembers such types softly.
      LOG.atDebug().setCause(refused).log("the types of records stay remembered");
    }
  }
}
