package io.vmgather;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The texts that an object of this program keeps alive, through its own classes' fields. */
public final class HeldTexts {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Deque<Object> ahead = new ArrayDeque<>();
  private final Set<String> texts = new TreeSet<>();

  private HeldTexts() {}

  /** All of them, sorted; those in foreign classes but for collections are not found. */
  public static Set<String> of(Object root) throws IllegalAccessException {
    HeldTexts held = new HeldTexts();
    held.add(root);
    while (!held.ahead.isEmpty()) {
      held.look(held.ahead.pop());
    }
    return held.texts;
  }

  private void add(Object value) {
    if (value instanceof String text) {
      texts.add(text);
    } else if (value != null && seen.add(value)) {
      ahead.push(value);
    }
  }

  private void look(Object value) throws IllegalAccessException {
    if (value instanceof Map<?, ?> map) {
      map.keySet().forEach(this::add);
      map.values().forEach(this::add);
    } else if (value instanceof Collection<?> all) {
      all.forEach(this::add);
    } else if (value instanceof Optional<?> maybe) {
      maybe.ifPresent(this::add);
    } else if (value instanceof Object[] all) {
      Arrays.asList(all).forEach(this::add);
    } else if (value.getClass().getName().startsWith("io.vmgather.")) {
      for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
        lookAtFields(type, value);
      }
    }
  }

  private void lookAtFields(Class<?> type, Object value) throws IllegalAccessException {
    for (Field field : type.getDeclaredFields()) {
      boolean ours = type.getName().startsWith("io.vmgather.");
      if (ours && !Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
        field.setAccessible(true);
        add(field.get(value));
      }
    }
  }
}
