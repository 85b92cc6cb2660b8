/** The real jar as a process, in front of servers that work, fail and hang. */
package io.vmgather.process;
