package dev.vecurrent.house;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Java files as the compiler's own trees, without their meaning: what is written, not what it is.
 */
final class Sources {

  private final List<Method> methods = new ArrayList<>();
  private final Set<String> undocumented = new TreeSet<>();
  private final Set<String> names = new TreeSet<>();

  /**
   * A method or constructor.
   *
   * @param name with its classes, without package and parameters
   * @param lines from its first modifier or annotation to its end
   * @param parameters how many
   * @param nullableSegments whether its result or a parameter is a {@code MemorySegment} or {@code
   *     null}
   */
  record Method(String name, long lines, int parameters, boolean nullableSegments) {}

  /** Some files. */
  static Sources of(List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    Sources sources = new Sources();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  problem -> {
                    throw new IllegalStateException(problem.toString());
                  },
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      DocTrees trees = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        sources.new Scan(unit, trees).scan(unit, null);
      }
    }
    return sources;
  }

  /** All methods and constructors with a body or without. */
  List<Method> methods() {
    return methods;
  }

  /**
   * Public and protected types, methods and constructors without a comment, as {@code Type.name}.
   */
  Set<String> undocumented() {
    return undocumented;
  }

  /** Names with a dot in them, as written: packages, imports, members. */
  Set<String> names() {
    return names;
  }

  private final class Scan extends TreePathScanner<Void, Void> {

    private final CompilationUnitTree unit;
    private final DocTrees trees;

    Scan(CompilationUnitTree unit, DocTrees trees) {
      this.unit = unit;
      this.trees = trees;
    }

    @Override
    public Void visitMethod(MethodTree method, Void none) {
      SourcePositions positions = trees.getSourcePositions();
      long from = positions.getStartPosition(unit, method);
      long to = positions.getEndPosition(unit, method);
      if (to >= 0) {
        long lines =
            unit.getLineMap().getLineNumber(to) - unit.getLineMap().getLineNumber(from) + 1;
        boolean segments =
            isNullableSegment(method.getReturnType(), method.getModifiers().getAnnotations());
        for (VariableTree parameter : method.getParameters()) {
          segments |=
              isNullableSegment(parameter.getType(), parameter.getModifiers().getAnnotations());
        }
        methods.add(
            new Method(types() + method.getName(), lines, method.getParameters().size(), segments));
        boolean overrides =
            method.getModifiers().getAnnotations().stream()
                .anyMatch(
                    annotation -> annotation.getAnnotationType().toString().equals("Override"));
        if (isVisible(method.getModifiers().getFlags()) && isWithinVisible() && !overrides) {
          requireComment(method.getName().toString());
        }
      }
      return super.visitMethod(method, none);
    }

    @Override
    public Void visitClass(ClassTree type, Void none) {
      if (isVisible(type.getModifiers().getFlags()) && isWithinVisible()) {
        requireComment(type.getSimpleName().toString());
      }
      return super.visitClass(type, none);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree select, Void none) {
      names.add(select.toString());
      return super.visitMemberSelect(select, none);
    }

    private void requireComment(String name) {
      if (trees.getDocComment(getCurrentPath()) == null) {
        undocumented.add(unit.getPackageName() + "." + types() + name);
      }
    }

    private boolean isVisible(Set<Modifier> flags) {
      TreePath parent = getCurrentPath().getParentPath();
      boolean ofInterface =
          parent.getLeaf() instanceof ClassTree owner && owner.getKind() == Tree.Kind.INTERFACE;
      return flags.contains(Modifier.PUBLIC) || flags.contains(Modifier.PROTECTED) || ofInterface;
    }

    private boolean isWithinVisible() {
      for (TreePath at = getCurrentPath().getParentPath(); at != null; at = at.getParentPath()) {
        if (at.getLeaf() instanceof ClassTree owner
            && !owner.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
          return false;
        }
      }
      return true;
    }

    /** The types around the current place, each with a dot behind it. */
    private String types() {
      StringBuilder name = new StringBuilder();
      for (TreePath at = getCurrentPath().getParentPath(); at != null; at = at.getParentPath()) {
        if (at.getLeaf() instanceof ClassTree owner) {
          name.insert(0, owner.getSimpleName() + ".");
        }
      }
      return name.toString();
    }
  }

  private static boolean isNullableSegment(Tree type, List<? extends AnnotationTree> annotations) {
    String written = String.valueOf(type);
    boolean nullable =
        written.contains("@Nullable")
            || annotations.stream().anyMatch(a -> a.toString().contains("Nullable"));
    return nullable && written.contains("MemorySegment");
  }
}
