// The door to ml-matrix: what users bring and take away, and the decompositions.
export {
  AbstractMatrix,
  CholeskyDecomposition,
  EigenvalueDecomposition,
  LuDecomposition,
  Matrix,
  QrDecomposition,
  SingularValueDecomposition,
} from 'ml-matrix';
