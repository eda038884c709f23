// The door to ml-matrix: what users bring and take away, and the decompositions.
export { AbstractMatrix, inverse, LuDecomposition, Matrix, WrapperMatrix1D } from 'ml-matrix';
