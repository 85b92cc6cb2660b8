/** What holds for all of the code: who may import whom, sizes, names. */
package io.vmgather.architecture;
