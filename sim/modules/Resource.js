export default class Resource @ "simResourceDestructor" {
	constructor(path) @ "simResourceConstructor";
	static exists(path) @ "simResourceExists";
	get byteLength() @ "simResourceByteLength";
	slice(begin, end, copy) @ "simResourceSlice";
}
