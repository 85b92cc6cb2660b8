package io.vmgather.openapi;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The documentation comments of classes and methods, read from their source files. */
final class Comments {
  private final Path sources;
  private final Set<Path> read = new HashSet<>();
  private final Map<String, Comment> comments = new HashMap<>();

  /**
   * @param sources folder of the root package
   */
  Comments(Path sources) {
    this.sources = sources;
  }

  /** That of a class or record; empty when there is none. */
  Comment of(Class<?> type) {
    return comment(type, type.getCanonicalName());
  }

  /** That of a method; its name stands for all of that name. */
  Comment of(Method method) {
    Class<?> type = method.getDeclaringClass();
    return comment(type, type.getCanonicalName() + "#" + method.getName());
  }

  private Comment comment(Class<?> type, String name) {
    Path file = sources.resolve(outermost(type).getName().replace('.', '/') + ".java");
    if (read.add(file) && Files.exists(file)) {
      read(file);
    }
    return comments.getOrDefault(name, Comment.NONE);
  }

  private static Class<?> outermost(Class<?> type) {
    return type.getEnclosingClass() == null ? type : outermost(type.getEnclosingClass());
  }

  private void read(Path file) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        new Scanner(docs, unit.getPackageName().toString()).scan(unit, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Scanner extends TreePathScanner<Void, Void> {
    private final DocTrees docs;
    private final Deque<String> names = new ArrayDeque<>();

    Scanner(DocTrees docs, String packageName) {
      this.docs = docs;
      names.push(packageName);
    }

    @Override
    public Void visitClass(ClassTree type, Void unused) {
      names.push(names.peek() + "." + type.getSimpleName());
      keep(names.peek());
      super.visitClass(type, null);
      names.pop();
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      keep(names.peek() + "#" + method.getName());
      return null;
    }

    private void keep(String name) {
      DocCommentTree comment = docs.getDocCommentTree(getCurrentPath());
      if (comment != null) {
        comments.putIfAbsent(name, Comment.of(comment));
      }
    }
  }
}
