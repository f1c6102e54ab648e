// Tensors: arrays, operations and their gradients.
