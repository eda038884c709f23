import { readFileSync } from 'node:fs';
import { add, matrix, valueAndGrad, compile, type Mat } from '@adjoint/core';
import { dense, sequential, sigmoid, binaryCrossEntropy, l2, decodeMatlab, iterations, numpyRandom } from '@adjoint/nn';
const read=(n:string)=>{const e=decodeMatlab(readFileSync(n),n); if(e._tag==='Left') throw e.left; return e.right};
let t=performance.now();
const d=read('/work/shared/data/ex4/ex4data1-rebuilt.mat');
console.log('read',performance.now()-t);
const X=d.get('X')!, yy=d.get('y')!;
const x=matrix.of(5000,400,X.values);
const h=new Float64Array(50000); yy.values.forEach((v,i)=>{h[i*10+v-1]=1});
const y=matrix.of(5000,10,h);
const net = sequential(dense(400, 25, sigmoid), dense(25, 10, sigmoid));
const v=numpyRandom(0).uniform(1,10285,-.1,.1).value.toFloat64Array();
const cut=(o:number,r:number,c:number)=>{const w=new Float64Array(r*c),b=new Float64Array(r);for(let i=0;i<r;i++){b[i]=v[o+i*(c+1)]!;for(let j=0;j<c;j++)w[j*r+i]=v[o+i*(c+1)+1+j]!} return {w:matrix.of(c,r,w),b:matrix.of(1,r,b)}};
const p0=[cut(0,25,400),cut(25*401,10,25)] as never as ReturnType<typeof net.initialize>;
const loss=(p:typeof p0)=>add(binaryCrossEntropy(net.apply(p,x),y),l2(p.map((q:any)=>q.w) as any,10/5000));
t=performance.now();
for (const s of iterations(loss as any,p0 as any,{method:'tnc',maxEvaluations:+(process.argv[2]??30)})) {console.log(s.iterations,s.evaluations,s.value,(performance.now()-t)|0)}
