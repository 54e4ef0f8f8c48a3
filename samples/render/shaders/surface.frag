#version 330
#define mode MODE
in vec3 P; in vec3 N; in vec4 A; in vec4 C; out vec4 o;
uniform vec3 eye, ldir, lcol, skyc, gndc; uniform mat4 LVP, TVP; uniform sampler2D tex; uniform float texs;
uniform sampler2DShadow sm, tm; uniform vec3 skin, hair, shirt, pants, shoe;
float h(vec2 p){return fract(sin(dot(p,vec2(12.99,78.23)))*43758.5);}
uniform sampler3D nz; float vn(vec3 p){return texture(nz,p/32.).r;}
float shadow(sampler2DShadow s, mat4 m, vec3 p, float r, int n, float bias){ vec4 q=m*vec4(p,1.); vec3 c=q.xyz/q.w*.5+.5;
 float a=0.; float j=6.28*h(gl_FragCoord.xy*.37); for(int i=0;i<n;i++){float t=j+2.4*float(i); float rr=r*sqrt((float(i)+.5)/float(n));
 a+=texture(s,vec3(c.xy+rr*vec2(cos(t),sin(t)),c.z-bias));} return a/float(n);}
void main(){
 vec3 n=normalize(N); vec3 v=normalize(eye-P); vec3 alb=C.rgb; float spec=.06, gl=18., wrap=.0; float emi=0.;
 if(mode==2){ vec2 uv=A.xy; alb*=pow(texture(tex,uv*texs).rgb,vec3(2.2)); spec=C.a; gl=40.; }
 else if(mode==1){ if(dot(n,v)<0.) n=-n;
  float e=.0018; float fs=smoothstep(-e,e,A.x), fp=smoothstep(-e,e,A.y), ff=smoothstep(-e,e,A.z), fh=smoothstep(-.004,.004,A.w+.006*(vn(C.xyz*160.)-.5));
  vec3 rp=C.xyz; alb=skin*(.93+.14*vn(rp*22.)); spec=.10; gl=14.; wrap=.25;
  if(C.a>.9) {alb=vec3(.06,.045,.035); spec=.5; gl=60.;} else if(C.a>.4) {alb=vec3(.75,.73,.70);}
  if(fh>.0) {alb=mix(alb,hair*(.75+.5*vn(rp*vec3(60.,60.,200.))),fh); spec=mix(spec,.12,fh);}
  float wr=vn(rp*vec3(14.,14.,9.))+.5*vn(rp*vec3(34.,34.,20.));
  vec3 pc=pants*(.82+.24*wr);
  alb=mix(alb,pc,fp); spec=mix(spec,.03,fp); wrap=mix(wrap,0.1,fp);
  vec3 sc=shirt*(.80+.26*wr);
  alb=mix(alb,sc,fs); spec=mix(spec,.03,fs);
  vec3 so=rp.z<.026?vec3(.82):shoe*(.85+.2*wr); if(A.z<.02) so=shoe*.6; alb=mix(alb,so,ff); spec=mix(spec,.12,ff);
  float sock=smoothstep(-.035,-.033,A.z)*(1.-ff)*(1.-fp); alb=mix(alb,vec3(.75),sock);
  n=normalize(n+ (fs+fp)*.10*vec3(vn(rp*30.)-.5,vn(rp*30.+9.)-.5,vn(rp*30.+19.)-.5)); }
 else if(mode==3){ o=vec4(pow(alb,vec3(1./2.2)),1.); return; }
 else { spec=A.x; gl=mix(10.,80.,A.x); }
 float nl=dot(n,ldir); float dif=max((nl+wrap)/(1.+wrap),0.);
 float sh=nl>-.2?shadow(sm,LVP,P+n*.008,.0018,3,.0012):0.;
 float ao=shadow(tm,TVP,P+n*.03,.030,5,.002); ao=mix(.30,1.,ao); float up=n.z*.5+.5;
 vec3 amb=mix(gndc,skyc*ao,up);
 vec3 hv=normalize(ldir+v); float s=spec*pow(max(dot(n,hv),0.),gl)*gl*.08; float fr=.04*pow(1.-max(dot(n,v),0.),4.);
 vec3 c=alb*(amb+lcol*dif*sh)+lcol*s*sh+fr*skyc*ao;
 if(mode==1) c+=skin*vec3(.05,.012,.006)*smoothstep(.35,-.1,nl)*sh*step(A.x,0.)*step(A.y,0.)*step(A.z,0.)*step(A.w,0.);
 c=c/(1.+c*.22); o=vec4(pow(c,vec3(1./2.2)),1.); }
