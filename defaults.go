package userpoolclient

// fieldIndex is each field's place in the fields table.
var fieldIndex = map[Field]int{}
