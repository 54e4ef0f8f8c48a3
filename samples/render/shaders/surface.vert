#version 330
in vec3 pos; in vec3 nrm; in vec4 aux; in vec4 col; uniform mat4 VP; uniform mat4 M;
out vec3 P; out vec3 N; out vec4 A; out vec4 C;
void main(){ vec4 w=M*vec4(pos,1.); P=w.xyz; N=mat3(M)*nrm; A=aux; C=col; gl_Position=VP*w; }
