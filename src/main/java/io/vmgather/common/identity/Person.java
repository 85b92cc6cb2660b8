package io.vmgather.common.identity;

import java.util.function.Predicate;

/**
 * Somebody who signed in, as the place says where they did.
 *
 * @param name never blank
 * @param inGroup whether they are a member of a group
 */
record Person(String name, Predicate<String> inGroup) {}
