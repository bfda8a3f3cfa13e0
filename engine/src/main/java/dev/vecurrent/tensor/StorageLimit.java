package dev.vecurrent.tensor;

/** Bounds what growable tensors hold; see {@link Tensor#growable(ElementType, StorageLimit)}. */
public interface StorageLimit {

  /** A limit that allows everything. */
  StorageLimit NONE =
      new StorageLimit() {
        @Override
        public boolean allows(long from, long to) {
          return true;
        }

        @Override
        public void change(String what, long from, long to) {}
      };

  /** Whether {@link #change} would accept this. */
  boolean allows(long from, long to);

  /**
   * Called before a tensor replaces its storage, and when it gives it up.
   *
   * @param what the tensor's type and the shape it is to have
   * @param from bytes of the storage it has
   * @param to bytes of the storage it is to have
   * @throws IllegalArgumentException to refuse: the tensor keeps what it has
   */
  void change(String what, long from, long to);
}
