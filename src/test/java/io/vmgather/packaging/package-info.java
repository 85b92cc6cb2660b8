/** What the build hands over: the two WARs and the runnable jar. */
package io.vmgather.packaging;
