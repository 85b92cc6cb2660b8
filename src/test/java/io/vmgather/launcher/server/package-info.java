/** The embedded server, inside the tests' own process. */
package io.vmgather.launcher.server;
